/** The namespace names of the messages we read (SAML core 1.1, XML Signature, Exclusive C14N, XML Encryption). */
export const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'
export const UI_INFO = 'urn:oasis:names:tc:SAML:metadata:ui'
export const DS = 'http://www.w3.org/2000/09/xmldsig#'
export const XENC = 'http://www.w3.org/2001/04/xmlenc#'
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
