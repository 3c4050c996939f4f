/** What the secret that we share with the identity provider is encrypted for. */
export const clientSecretPurpose = "sso-client-secret";
