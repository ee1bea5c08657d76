/**
 * What a service provider accepts of SAML core 3 (protocol). Narrower than the OASIS schema: one message, one order,
 * no extension point that is not named here. Written for this project; kept as text so that a bundle needs no files.
 */
export const samlProtocolXsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
  xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  targetNamespace="urn:oasis:names:tc:SAML:2.0:protocol" elementFormDefault="qualified" attributeFormDefault="unqualified">
  <xs:import namespace="urn:oasis:names:tc:SAML:2.0:assertion" schemaLocation="jitup:saml-assertion.xsd"/>
  <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="jitup:xml-signature.xsd"/>
  <xs:include schemaLocation="jitup:saml-logout.xsd"/>
  <xs:element name="Response">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="saml:Issuer" minOccurs="0"/>
        <xs:element ref="ds:Signature" minOccurs="0"/>
        <xs:element name="Extensions" minOccurs="0">
          <xs:complexType>
            <xs:sequence><xs:any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
          </xs:complexType>
        </xs:element>
        <xs:element name="Status">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="StatusCode" type="samlp:StatusCode"/>
              <xs:element name="StatusMessage" type="xs:string" minOccurs="0"/>
              <xs:element name="StatusDetail" minOccurs="0">
                <xs:complexType>
                  <xs:sequence><xs:any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
                </xs:complexType>
              </xs:element>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
        <xs:choice minOccurs="0" maxOccurs="unbounded">
          <xs:element ref="saml:Assertion"/>
          <xs:element ref="saml:EncryptedAssertion"/>
        </xs:choice>
        <xs:element ref="ds:Signature" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="ID" type="saml:Id" use="required"/>
      <xs:attribute name="Version" use="required" fixed="2.0"/>
      <xs:attribute name="IssueInstant" type="saml:Instant" use="required"/>
      <xs:attribute name="Destination" type="saml:Text"/>
      <xs:attribute name="Consent" type="saml:Text"/>
      <xs:attribute name="InResponseTo" type="saml:Text"/>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="StatusCode">
    <xs:sequence><xs:element name="StatusCode" type="samlp:StatusCode" minOccurs="0"/></xs:sequence>
    <xs:attribute name="Value" type="saml:Text" use="required"/>
  </xs:complexType>
</xs:schema>`
