/** Returns a response of STS in the form that AWS documents. */
export function stsReply(fields: Partial<Record<string, string>> = {}): Response {
  const {
    AccessKeyId = "ASIAIOSFODNN7EXAMPLE",
    SecretAccessKey = "hush/secret&amp;one",
    SessionToken = "hush//session==",
    Expiration = "2026-01-02T04:04:05Z",
  } = fields;
  return new Response(
    `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>amzn1.account.AF6RHO7KZU5XRVQJGXK6HB56KR2A</SubjectFromWebIdentityToken>
    <Audience>client.5498841531868486423.1548@apps.example.com</Audience>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::123456789012:assumed-role/FederatedWebIdentityRole/app1</Arn>
      <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:app1</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <SessionToken>${SessionToken}</SessionToken>
      <SecretAccessKey>${SecretAccessKey}</SecretAccessKey>
      <Expiration>${Expiration}</Expiration>
      <AccessKeyId>${AccessKeyId}</AccessKeyId>
    </Credentials>
    <Provider>www.amazon.com</Provider>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata>
    <RequestId>ad4156e9-bce1-11e2-82e6-6b6efEXAMPLE</RequestId>
  </ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`,
    { headers: { "content-type": "text/xml" } },
  );
}

export function stsFailure(code: string, message: string, status = 400): Response {
  return new Response(
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>
  <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>
</ErrorResponse>`,
    { status, headers: { "content-type": "text/xml" } },
  );
}
