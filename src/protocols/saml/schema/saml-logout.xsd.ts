/**
 * What a service provider accepts of single logout (SAML core 3.7): both messages, included by the schema of the protocol.
 * Who is to be signed out is looked at in `../logout/facts.ts`, which can say that an encrypted name is not taken.
 */
export const samlLogoutXsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
  xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  targetNamespace="urn:oasis:names:tc:SAML:2.0:protocol" elementFormDefault="qualified" attributeFormDefault="unqualified">
  <xs:import namespace="urn:oasis:names:tc:SAML:2.0:assertion" schemaLocation="jitup:saml-assertion.xsd"/>
  <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="jitup:xml-signature.xsd"/>
  <xs:complexType name="LogoutExtensions">
    <xs:sequence><xs:any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  </xs:complexType>
  <xs:complexType name="LogoutStatusCode">
    <xs:sequence><xs:element name="StatusCode" type="samlp:LogoutStatusCode" minOccurs="0"/></xs:sequence>
    <xs:attribute name="Value" type="saml:Text" use="required"/>
  </xs:complexType>
  <xs:element name="LogoutRequest">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="saml:Issuer"/>
        <xs:element ref="ds:Signature" minOccurs="0"/>
        <xs:element name="Extensions" type="samlp:LogoutExtensions" minOccurs="0"/>
        <xs:any namespace="urn:oasis:names:tc:SAML:2.0:assertion" processContents="lax"/>
        <xs:element name="SessionIndex" type="saml:Text" minOccurs="0" maxOccurs="100"/>
      </xs:sequence>
      <xs:attribute name="ID" type="xs:NCName" use="required"/>
      <xs:attribute name="Version" use="required" fixed="2.0"/>
      <xs:attribute name="IssueInstant" type="saml:Instant" use="required"/>
      <xs:attribute name="Destination" type="saml:Text"/>
      <xs:attribute name="Consent" type="saml:Text"/>
      <xs:attribute name="NotOnOrAfter" type="saml:Instant"/>
      <xs:attribute name="Reason" type="saml:Text"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="LogoutResponse">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="saml:Issuer"/>
        <xs:element ref="ds:Signature" minOccurs="0"/>
        <xs:element name="Extensions" type="samlp:LogoutExtensions" minOccurs="0"/>
        <xs:element name="Status">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="StatusCode" type="samlp:LogoutStatusCode"/>
              <xs:element name="StatusMessage" type="xs:string" minOccurs="0"/>
              <xs:element name="StatusDetail" minOccurs="0">
                <xs:complexType>
                  <xs:sequence><xs:any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
                </xs:complexType>
              </xs:element>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
      <xs:attribute name="ID" type="xs:NCName" use="required"/>
      <xs:attribute name="Version" use="required" fixed="2.0"/>
      <xs:attribute name="IssueInstant" type="saml:Instant" use="required"/>
      <xs:attribute name="Destination" type="saml:Text"/>
      <xs:attribute name="Consent" type="saml:Text"/>
      <xs:attribute name="InResponseTo" type="saml:Text" use="required"/>
    </xs:complexType>
  </xs:element>
</xs:schema>`
