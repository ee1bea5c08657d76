/**
 * What a service provider accepts of XML Signature 1.1: one SignedInfo, one Reference, no Object, no Manifest, no
 * HMACOutputLength. Algorithms and transforms are judged by `shape.ts`, which can name the forbidden one; KeyInfo may
 * hold anything, because nothing reads it.
 */
export const xmlSignatureXsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  targetNamespace="http://www.w3.org/2000/09/xmldsig#" elementFormDefault="qualified" attributeFormDefault="unqualified">
  <xs:simpleType name="Uri"><xs:restriction base="xs:string"><xs:maxLength value="2048"/></xs:restriction></xs:simpleType>
  <xs:element name="Signature">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="ds:SignedInfo"/>
        <xs:element name="SignatureValue">
          <xs:complexType>
            <xs:simpleContent>
              <xs:extension base="xs:base64Binary"><xs:attribute name="Id" type="xs:NCName"/></xs:extension>
            </xs:simpleContent>
          </xs:complexType>
        </xs:element>
        <xs:element ref="ds:KeyInfo" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="Id" type="xs:NCName"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="SignedInfo">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="CanonicalizationMethod" type="ds:Method"/>
        <xs:element name="SignatureMethod">
          <xs:complexType><xs:attribute name="Algorithm" type="ds:Uri" use="required"/></xs:complexType>
        </xs:element>
        <xs:element name="Reference">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="Transforms">
                <xs:complexType>
                  <xs:sequence><xs:element name="Transform" type="ds:Method" maxOccurs="unbounded"/></xs:sequence>
                </xs:complexType>
              </xs:element>
              <xs:element name="DigestMethod">
                <xs:complexType><xs:attribute name="Algorithm" type="ds:Uri" use="required"/></xs:complexType>
              </xs:element>
              <xs:element name="DigestValue" type="xs:base64Binary"/>
            </xs:sequence>
            <xs:attribute name="Id" type="xs:NCName"/>
            <xs:attribute name="URI" type="ds:Uri" use="required"/>
            <xs:attribute name="Type" type="ds:Uri"/>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
      <xs:attribute name="Id" type="xs:NCName"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="KeyInfo">
    <xs:complexType>
      <xs:sequence><xs:any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
      <xs:attribute name="Id" type="xs:NCName"/>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="Method">
    <xs:sequence><xs:any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="Algorithm" type="ds:Uri" use="required"/>
  </xs:complexType>
</xs:schema>`
