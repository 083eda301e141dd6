const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalr/XUtn+FEMI=" };
const STORE = { ...KEY, endpoint: "https://s3.example.com" };
const TEMPORARY = { ...KEY, sessionToken: "IQoJb3JpZ2lu+/abc==" };
const EXPIRING = { ...TEMPORARY, expiration: "2030-01-31T14:00:00+00:00" };

/** Blocks of credentials in common formats, with the settings they contain. */
export const FORMATS: [name: string, text: string, settings: object][] = [
  [
    "exports of a POSIX shell",
    `export AWS_ACCESS_KEY_ID="AKIDEXAMPLE"\nexport AWS_SECRET_ACCESS_KEY="wJalr/XUtn+FEMI="\nexport AWS_SESSION_TOKEN="IQoJb3JpZ2lu+/abc=="\n`,
    TEMPORARY,
  ],
  [
    "output of `aws configure export-credentials --format env-no-export`",
    "AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI=\nAWS_SESSION_TOKEN=IQoJb3JpZ2lu+/abc==\nAWS_CREDENTIAL_EXPIRATION=2030-01-31T14:00:00+00:00\n",
    EXPIRING,
  ],
  [
    "lines for the Windows command prompt",
    "set AWS_ACCESS_KEY_ID=AKIDEXAMPLE\r\nset AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI=\r\n",
    KEY,
  ],
  [
    "lines for PowerShell",
    `$Env:AWS_ACCESS_KEY_ID="AKIDEXAMPLE"\n$Env:AWS_SECRET_ACCESS_KEY="wJalr/XUtn+FEMI="\n`,
    KEY,
  ],
  [
    "variables in front of a command",
    "AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI= AWS_REGION=eu-west-1 aws s3 ls",
    { ...KEY, region: "eu-west-1" },
  ],
  [
    "an ini profile",
    "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = wJalr/XUtn+FEMI=\nregion = eu-west-1\n",
    { ...KEY, region: "eu-west-1" },
  ],
  [
    "the first of several profiles, without another's token",
    "[a]\naws_access_key_id=AKIDEXAMPLE\naws_secret_access_key=wJalr/XUtn+FEMI=\n[b]\naws_access_key_id=B\naws_session_token=other\n",
    KEY,
  ],
  [
    "JSON of `aws sts get-session-token`",
    JSON.stringify({
      Credentials: {
        AccessKeyId: KEY.accessKeyId,
        SecretAccessKey: KEY.secretAccessKey,
        SessionToken: TEMPORARY.sessionToken,
        Expiration: EXPIRING.expiration,
      },
    }),
    EXPIRING,
  ],
  [
    "JSON of `aws configure export-credentials`",
    JSON.stringify({
      Version: 1,
      AccessKeyId: KEY.accessKeyId,
      SecretAccessKey: KEY.secretAccessKey,
      SessionToken: TEMPORARY.sessionToken,
      Expiration: EXPIRING.expiration,
    }),
    EXPIRING,
  ],
  [
    "JSON of Cognito, with its SecretKey and epoch seconds",
    JSON.stringify({
      IdentityId: "eu-west-1:0",
      Credentials: {
        AccessKeyId: KEY.accessKeyId,
        SecretKey: KEY.secretAccessKey,
        SessionToken: TEMPORARY.sessionToken,
        Expiration: 1_896_098_400,
      },
    }),
    { ...TEMPORARY, expiration: "2030-01-31T14:00:00.000Z" },
  ],
  [
    "the CSV that the IAM console offers, with its byte order mark",
    "\uFEFFAccess key ID,Secret access key\r\nAKIDEXAMPLE,wJalr/XUtn+FEMI=\r\n",
    KEY,
  ],
  [
    "fish's `set -gx`",
    "set -gx AWS_ACCESS_KEY_ID AKIDEXAMPLE\nset -gx AWS_SECRET_ACCESS_KEY 'wJalr/XUtn+FEMI='\nset -x AWS_SESSION_TOKEN IQoJb3JpZ2lu+/abc==;\n",
    TEMPORARY,
  ],
  [
    "csh's `setenv`",
    'setenv AWS_ACCESS_KEY_ID AKIDEXAMPLE; setenv AWS_SECRET_ACCESS_KEY "wJalr/XUtn+FEMI="\n',
    KEY,
  ],
  [
    "`setenv` with a key ID that is not from AWS",
    "setenv AWS_ACCESS_KEY_ID minioadmin\nsetenv AWS_SECRET_ACCESS_KEY miniosecret\n",
    { accessKeyId: "minioadmin", secretAccessKey: "miniosecret" },
  ],
  [
    "`aws configure set` commands",
    "aws configure set aws_access_key_id AKIDEXAMPLE --profile x\naws configure set aws_secret_access_key wJalr/XUtn+FEMI= --profile x\naws configure set region eu-west-1",
    { ...KEY, region: "eu-west-1" },
  ],
  [
    "`aws configure set` commands that name the profile",
    "aws configure set profile.x.aws_access_key_id AKIDEXAMPLE && aws configure set profile.x.aws_secret_access_key wJalr/XUtn+FEMI=",
    KEY,
  ],
  [
    "Windows's `setx`",
    'setx AWS_ACCESS_KEY_ID AKIDEXAMPLE\r\nsetx AWS_SECRET_ACCESS_KEY "wJalr/XUtn+FEMI="\r\n',
    KEY,
  ],
  [
    "Windows's `set` with quotation marks around name and value",
    'set "AWS_ACCESS_KEY_ID=AKIDEXAMPLE"\r\nset "AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI="\r\n',
    KEY,
  ],
  [
    "Windows commands on one line",
    "set AWS_ACCESS_KEY_ID=AKIDEXAMPLE&& set AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI=&& aws s3 ls",
    KEY,
  ],
  [
    "PowerShell with spaces",
    `$Env:AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE'; $Env:AWS_SECRET_ACCESS_KEY = 'wJalr/XUtn+FEMI='`,
    KEY,
  ],
  [
    "PowerShell's SetEnvironmentVariable",
    `[Environment]::SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "User")\n[Environment]::SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "wJalr/XUtn+FEMI=", "User")`,
    KEY,
  ],
  [
    "a .env file with spaces around =, comments and other variables",
    "# AWS_ACCESS_KEY_ID = OLD\nNODE_ENV = production\nAWS_ACCESS_KEY_ID = AKIDEXAMPLE\nDATABASE_URL = postgres://a:b@c/d\nAWS_SECRET_ACCESS_KEY = 'wJalr/XUtn+FEMI='\n",
    KEY,
  ],
  [
    "an ini profile with other keys between",
    "[profile a]\noutput = json\naws_access_key_id = AKIDEXAMPLE\ncli_pager =\naws_secret_access_key = wJalr/XUtn+FEMI=\nmfa_serial = arn:aws:iam::1:mfa/a\naws_session_token = IQoJb3JpZ2lu+/abc==\n",
    TEMPORARY,
  ],
  [
    "a copy whose first line is cut off at the left",
    "_access_key_id = AKIDEXAMPLE\naws_secret_access_key = wJalr/XUtn+FEMI=\n",
    KEY,
  ],
  ["two lines, the ID and its secret", "AKIDEXAMPLE\nwJalr/XUtn+FEMI=\n", KEY],
  ["two lines with white space around", "\r\n  AKIDEXAMPLE  \r\n\r\n  wJalr/XUtn+FEMI=\r\n", KEY],
  [
    "three lines, with a session token",
    "AKIDEXAMPLE\nwJalr/XUtn+FEMI=\nIQoJb3JpZ2lu+/abc==",
    TEMPORARY,
  ],
  ["values with a tab between", "AKIDEXAMPLE\twJalr/XUtn+FEMI=", KEY],
  ["values with a space between", "AKIDEXAMPLE wJalr/XUtn+FEMI=", KEY],
  ["values with a colon between, as s3fs has them", "AKIDEXAMPLE:wJalr/XUtn+FEMI=", KEY],
  ["a row of a CSV without its head", "AKIDEXAMPLE,wJalr/XUtn+FEMI=", KEY],
  [
    "a secret before the ID of AWS",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY AKIAIOSFODNN7EXAMPLE",
    {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    },
  ],
  [
    "a table of a spreadsheet, with tabs",
    "User name\tAccess key ID\tSecret access key\nada\tAKIDEXAMPLE\twJalr/XUtn+FEMI=\n",
    KEY,
  ],
  [
    "the CSV of the IAM console with all its columns, in quotation marks",
    '"User name","Password","Access key ID","Secret access key","Console login link"\n"ada","","AKIDEXAMPLE","wJalr/XUtn+FEMI=","https://1.signin.aws.amazon.com/console"\n',
    KEY,
  ],
  [
    "labels and values with tabs between",
    "Access key ID\tAKIDEXAMPLE\nSecret access key\twJalr/XUtn+FEMI=\n",
    KEY,
  ],
  [
    "labels with their values below, as copied from the console",
    "Access key\nAKIDEXAMPLE\nSecret access key\nwJalr/XUtn+FEMI=\n",
    KEY,
  ],
  ["labels with colons", "Access Key ID: AKIDEXAMPLE\nSecret Access Key: wJalr/XUtn+FEMI=\n", KEY],
  [
    "YAML",
    "aws:\n  access_key_id: AKIDEXAMPLE\n  secret_access_key: 'wJalr/XUtn+FEMI='\n  region: eu-west-1\n",
    { ...KEY, region: "eu-west-1" },
  ],
  [
    "YAML with block scalars",
    "accessKeyId: AKIDEXAMPLE\nsecretAccessKey: >-\n  wJalr/XUtn+FEMI=\n",
    KEY,
  ],
  [
    "YAML of a container's environment",
    'env:\n  - name: AWS_ACCESS_KEY_ID\n    value: AKIDEXAMPLE\n  - name: AWS_SECRET_ACCESS_KEY\n    value: "wJalr/XUtn+FEMI="\n',
    KEY,
  ],
  [
    "YAML lists of docker compose",
    "environment:\n  - AWS_ACCESS_KEY_ID=AKIDEXAMPLE\n  - AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI=\n",
    KEY,
  ],
  [
    "flags of docker",
    "docker run -e AWS_ACCESS_KEY_ID=AKIDEXAMPLE -e AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI= \\\n  image",
    KEY,
  ],
  [
    "JSON followed by a shell prompt",
    `{"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"wJalr/XUtn+FEMI="}\nada@host:~$ `,
    KEY,
  ],
  [
    "JSON after its command",
    `$ aws iam create-access-key\n{"AccessKey":{"UserName":"ada","AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"wJalr/XUtn+FEMI="}}`,
    KEY,
  ],
  [
    "truncated JSON with escaped slashes",
    '{"Credentials":{"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"wJalr\\/XUtn+FEMI=","Sess',
    KEY,
  ],
  [
    "JSON whose first key has no token and whose second has one",
    JSON.stringify([
      { ...KEY },
      { accessKeyId: "B", secretAccessKey: "wJalr", sessionToken: "other" },
    ]),
    KEY,
  ],
  [
    "JavaScript code",
    `new S3Client({ region: "eu-west-1", credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr/XUtn+FEMI=' } })`,
    { ...KEY, region: "eu-west-1" },
  ],
  [
    "Python code",
    `os.environ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE"\nos.environ["AWS_SECRET_ACCESS_KEY"] = "wJalr/XUtn+FEMI="`,
    KEY,
  ],
  [
    "XML of STS",
    "<Credentials><AccessKeyId>AKIDEXAMPLE</AccessKeyId><SecretAccessKey>wJalr/XUtn+FEMI=</SecretAccessKey><SessionToken>IQoJb3JpZ2lu+/abc==</SessionToken></Credentials>",
    TEMPORARY,
  ],
  [
    "Terraform",
    'provider "aws" {\n  access_key = "AKIDEXAMPLE"\n  secret_key = "wJalr/XUtn+FEMI="\n}\n',
    KEY,
  ],
  [
    "rclone's configuration",
    "[remote]\ntype = s3\nprovider = Other\naccess_key_id = AKIDEXAMPLE\nsecret_access_key = wJalr/XUtn+FEMI=\nendpoint = https://s3.example.com\n",
    STORE,
  ],
  [
    "rclone's configuration with an endpoint that has no scheme",
    "[remote]\ntype = s3\naccess_key_id = AKIDEXAMPLE\nsecret_access_key = wJalr/XUtn+FEMI=\nendpoint = s3.example.com\n",
    STORE,
  ],
  [
    "s3cmd's configuration",
    "[default]\naccess_key = AKIDEXAMPLE\nhost_base = s3.example.com\nhost_bucket = %(bucket)s.s3.example.com\nsecret_key = wJalr/XUtn+FEMI=\n",
    STORE,
  ],
  [
    "s3cmd's configuration for AWS",
    "[default]\naccess_key = AKIDEXAMPLE\nhost_base = s3.amazonaws.com\nsecret_key = wJalr/XUtn+FEMI=\n",
    KEY,
  ],
  [
    "`mc alias set`",
    "mc alias set store https://s3.example.com AKIDEXAMPLE wJalr/XUtn+FEMI=",
    STORE,
  ],
  [
    "`mc alias set` with quotation marks, options and several lines",
    `mc --json alias set --api S3v4 store \\\n  "https://s3.example.com" \\\n  "AKIDEXAMPLE" 'wJalr/XUtn+FEMI=' --path auto`,
    STORE,
  ],
  [
    "`mc config host add`",
    "$ mc config host add store https://s3.example.com AKIDEXAMPLE wJalr/XUtn+FEMI=\n",
    STORE,
  ],
  [
    "an environment variable of mc",
    "export MC_HOST_store=https://AKIDEXAMPLE:wJalr/XUtn+FEMI=@s3.example.com",
    STORE,
  ],
  [
    "an environment variable of mc with a token",
    'MC_HOST_store="https://AKIDEXAMPLE:wJalr/XUtn+FEMI=:IQoJb3JpZ2lu+/abc==@s3.example.com"',
    { ...TEMPORARY, endpoint: "https://s3.example.com" },
  ],
  [
    "mc's config.json, without its placeholders and its public server",
    JSON.stringify({
      version: "10",
      aliases: {
        gcs: {
          url: "https://storage.googleapis.com",
          accessKey: "YOUR-ACCESS-KEY-HERE",
          secretKey: "YOUR-SECRET-KEY-HERE",
        },
        local: { url: "http://localhost:9000", accessKey: "", secretKey: "" },
        play: { url: "https://play.min.io", accessKey: "PUBLIC", secretKey: "public" },
        store: {
          url: "https://s3.example.com",
          accessKey: KEY.accessKeyId,
          secretKey: KEY.secretAccessKey,
          api: "s3v4",
          path: "auto",
        },
      },
    }),
    STORE,
  ],
  [
    "the rootkey.csv of the console",
    "AWSAccessKeyId=AKIDEXAMPLE\r\nAWSSecretKey=wJalr/XUtn+FEMI=\r\n",
    KEY,
  ],
  [
    "text of the AWS access portal",
    "AWS access key ID\nAKIDEXAMPLE\nAWS secret access key\nwJalr/XUtn+FEMI=\nAWS session token\nIQoJb3JpZ2lu+/abc==\n",
    TEMPORARY,
  ],
  [
    "a transcript of `aws configure`",
    "AWS Access Key ID [None]: AKIDEXAMPLE\nAWS Secret Access Key [****XYZ]: wJalr/XUtn+FEMI=\nDefault region name [None]: eu-west-1\n",
    KEY,
  ],
  [
    "a table in Markdown",
    "| Access key ID | Secret access key |\n| --- | :-- |\n| AKIDEXAMPLE | wJalr/XUtn+FEMI= |\n",
    KEY,
  ],
  [
    "Java's system properties",
    "-Daws.accessKeyId=AKIDEXAMPLE -Daws.secretAccessKey=wJalr/XUtn+FEMI=",
    KEY,
  ],
  [
    "a single line",
    "aws_secret_access_key = wJalr/XUtn+FEMI=",
    { secretAccessKey: KEY.secretAccessKey },
  ],
];
