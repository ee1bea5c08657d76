/** Beginnings of Microsoft's claim types, in AD FS and Entra ID alike. */
export const IDENTITY = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/'
export const MICROSOFT = 'http://schemas.microsoft.com/identity/claims/'
export const MICROSOFT_2008 = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/'
