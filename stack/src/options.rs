//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// S3, Cognito Identity and STS on loopback, and the demo page.
///
/// Needs no AWS account and no network: every server listens on 127.0.0.1 only. Signatures are checked as S3 checks
/// them, and credentials expire. Each service has its own origin, so CORS applies as on AWS.
#[derive(Clone, Debug, Parser)]
#[command(version)]
pub struct Options {
    /// Port of the demo page; 0 for any free port
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub page_port: u16,

    /// Port of S3; 0 for any free port
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    pub s3_port: u16,

    /// Port of Cognito Identity and STS; 0 for any free port
    #[arg(long, value_name = "PORT", default_value_t = 8082)]
    pub identity_port: u16,

    /// Folder with the built demo page
    #[arg(long, value_name = "DIR", default_value = "build/www")]
    pub www: PathBuf,

    /// Store buckets and objects in DIR/s3-signpost-stack; default: in memory
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Bucket to create at the start
    #[arg(long, value_name = "NAME", default_value = "signpost-demo")]
    pub bucket: String,

    /// Region of the bucket and of every signature
    #[arg(long, value_name = "REGION", default_value = "eu-west-1")]
    pub region: String,

    /// Lifetime of credentials from Cognito Identity, in seconds
    #[arg(long, value_name = "N", default_value_t = 3600, value_parser = clap::value_parser!(u32).range(1..))]
    pub credential_seconds: u32,

    /// Print the addresses as one line of JSON
    #[arg(long)]
    pub json: bool,

    /// Print nothing
    #[arg(long, conflicts_with = "json")]
    pub quiet: bool,

    /// Stop when standard input closes, so that a crashed test leaves no process behind
    #[arg(long)]
    pub exit_with_parent: bool,
}
