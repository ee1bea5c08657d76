/**
 * What a service provider accepts of SAML core 2 (assertions). Narrower than the OASIS schema: no abstract condition,
 * statement or identifier (a condition that is not understood must not be passed over), no authorisation decisions.
 *
 * Deliberate room: foreign attributes on Attribute (`a:OriginalIssuer` of AD FS), any AttributeValue (`xsi:type`
 * carries prefixes that exclusive canonicalisation drops; `shape.ts` checks its content), several confirmations,
 * statements and conditions; and two forms that only some providers are excused for: an ID that is no NCName, a Signature
 * as last child. `../xml/schema.ts` refuses both unless they are allowed. Instants are text here: `instant.ts` reads them strictly and can say which one is wrong.
 */
export const samlAssertionXsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
  xmlns:ds="http://www.w3.org/2000/09/xmldsig#" targetNamespace="urn:oasis:names:tc:SAML:2.0:assertion"
  elementFormDefault="qualified" attributeFormDefault="unqualified">
  <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="jitup:xml-signature.xsd"/>
  <xs:simpleType name="Text"><xs:restriction base="xs:string"><xs:maxLength value="2048"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Instant"><xs:restriction base="xs:string"><xs:maxLength value="40"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="LooseId">
    <xs:restriction base="xs:string"><xs:pattern value="[A-Za-z0-9._:\\-]{1,256}"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="Id"><xs:union memberTypes="xs:NCName saml:LooseId"/></xs:simpleType>
  <xs:complexType name="Name">
    <xs:simpleContent>
      <xs:extension base="saml:Text">
        <xs:attribute name="NameQualifier" type="saml:Text"/>
        <xs:attribute name="SPNameQualifier" type="saml:Text"/>
        <xs:attribute name="Format" type="saml:Text"/>
        <xs:attribute name="SPProvidedID" type="saml:Text"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:element name="Issuer" type="saml:Name"/>
  <xs:element name="NameID" type="saml:Name"/>
  <xs:element name="EncryptedAssertion">
    <xs:complexType>
      <xs:sequence>
        <xs:any namespace="http://www.w3.org/2001/04/xmlenc#" processContents="skip" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="Assertion">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="saml:Issuer"/>
        <xs:choice minOccurs="0">
          <xs:sequence>
            <xs:element ref="ds:Signature"/>
            <xs:element name="Subject" type="saml:Subject" minOccurs="0"/>
            <xs:group ref="saml:BehindSubject"/>
          </xs:sequence>
          <xs:sequence>
            <xs:element name="Subject" type="saml:Subject"/>
            <xs:group ref="saml:BehindSubject"/>
            <xs:element ref="ds:Signature" minOccurs="0"/>
          </xs:sequence>
          <xs:sequence>
            <xs:element name="Conditions" type="saml:Conditions"/>
            <xs:group ref="saml:BehindConditions"/>
            <xs:element ref="ds:Signature" minOccurs="0"/>
          </xs:sequence>
          <xs:sequence>
            <xs:element name="Advice" type="saml:Advice"/>
            <xs:group ref="saml:Statements" minOccurs="0" maxOccurs="unbounded"/>
            <xs:element ref="ds:Signature" minOccurs="0"/>
          </xs:sequence>
          <xs:sequence>
            <xs:group ref="saml:Statements" maxOccurs="unbounded"/>
            <xs:element ref="ds:Signature" minOccurs="0"/>
          </xs:sequence>
        </xs:choice>
      </xs:sequence>
      <xs:attribute name="ID" type="saml:Id" use="required"/>
      <xs:attribute name="Version" use="required" fixed="2.0"/>
      <xs:attribute name="IssueInstant" type="saml:Instant" use="required"/>
    </xs:complexType>
  </xs:element>
  <xs:group name="BehindSubject">
    <xs:sequence>
      <xs:element name="Conditions" type="saml:Conditions" minOccurs="0"/>
      <xs:group ref="saml:BehindConditions"/>
    </xs:sequence>
  </xs:group>
  <xs:group name="BehindConditions">
    <xs:sequence>
      <xs:element name="Advice" type="saml:Advice" minOccurs="0"/>
      <xs:group ref="saml:Statements" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:group>
  <xs:group name="Statements">
    <xs:choice>
      <xs:element name="AuthnStatement" type="saml:AuthnStatement"/>
      <xs:element name="AttributeStatement" type="saml:AttributeStatement"/>
    </xs:choice>
  </xs:group>
  <xs:complexType name="Advice">
    <xs:sequence><xs:any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  </xs:complexType>
  <xs:complexType name="Subject">
    <xs:sequence>
      <xs:element ref="saml:NameID" minOccurs="0"/>
      <xs:element name="SubjectConfirmation" minOccurs="0" maxOccurs="unbounded">
        <xs:complexType>
          <xs:sequence>
            <xs:element ref="saml:NameID" minOccurs="0"/>
            <xs:element name="SubjectConfirmationData" minOccurs="0">
              <xs:complexType>
                <xs:sequence><xs:element ref="ds:KeyInfo" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
                <xs:attribute name="NotBefore" type="saml:Instant"/>
                <xs:attribute name="NotOnOrAfter" type="saml:Instant"/>
                <xs:attribute name="Recipient" type="saml:Text"/>
                <xs:attribute name="InResponseTo" type="saml:Text"/>
                <xs:attribute name="Address" type="saml:Text"/>
              </xs:complexType>
            </xs:element>
          </xs:sequence>
          <xs:attribute name="Method" type="saml:Text" use="required"/>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="Conditions">
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="AudienceRestriction">
        <xs:complexType>
          <xs:sequence><xs:element name="Audience" type="saml:Text" maxOccurs="unbounded"/></xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="OneTimeUse"><xs:complexType/></xs:element>
      <xs:element name="ProxyRestriction">
        <xs:complexType>
          <xs:sequence><xs:element name="Audience" type="saml:Text" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
          <xs:attribute name="Count" type="xs:nonNegativeInteger"/>
        </xs:complexType>
      </xs:element>
    </xs:choice>
    <xs:attribute name="NotBefore" type="saml:Instant"/>
    <xs:attribute name="NotOnOrAfter" type="saml:Instant"/>
  </xs:complexType>
  <xs:complexType name="AuthnStatement">
    <xs:sequence>
      <xs:element name="SubjectLocality" minOccurs="0">
        <xs:complexType>
          <xs:attribute name="Address" type="saml:Text"/>
          <xs:attribute name="DNSName" type="saml:Text"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="AuthnContext">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="AuthnContextClassRef" type="saml:Text" minOccurs="0"/>
            <xs:choice minOccurs="0">
              <xs:element name="AuthnContextDecl">
                <xs:complexType mixed="true">
                  <xs:sequence><xs:any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
                  <xs:anyAttribute namespace="##any" processContents="skip"/>
                </xs:complexType>
              </xs:element>
              <xs:element name="AuthnContextDeclRef" type="saml:Text"/>
            </xs:choice>
            <xs:element name="AuthenticatingAuthority" type="saml:Text" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
    <xs:attribute name="AuthnInstant" type="saml:Instant" use="required"/>
    <xs:attribute name="SessionIndex" type="saml:Text"/>
    <xs:attribute name="SessionNotOnOrAfter" type="saml:Instant"/>
  </xs:complexType>
  <xs:complexType name="AttributeStatement">
    <xs:sequence>
      <xs:element name="Attribute" minOccurs="0" maxOccurs="unbounded">
        <xs:complexType>
          <xs:sequence>
            <xs:any namespace="##targetNamespace" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence>
          <xs:attribute name="Name" type="saml:Text" use="required"/>
          <xs:attribute name="NameFormat" type="saml:Text"/>
          <xs:attribute name="FriendlyName" type="saml:Text"/>
          <xs:anyAttribute namespace="##other" processContents="skip"/>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
  </xs:complexType>
</xs:schema>`
