//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// S3, Cognito Identity and STS on loopback, with the demo page beside them.
///
/// It needs no account and touches no network: every listener is bound to 127.0.0.1. Signatures are
/// checked as S3 checks them, credentials expire when they say, and each service is its own origin,
/// so that a page meets CORS as it would on AWS.
#[derive(Clone, Debug, Parser)]
#[command(version)]
pub struct Options {
    /// Port of the demo page; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub page_port: u16,

    /// Port of S3; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    pub s3_port: u16,

    /// Port of Cognito Identity and STS; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 8082)]
    pub identity_port: u16,

    /// Folder with the built demo page
    #[arg(long, value_name = "DIR", default_value = "dist/www")]
    pub www: PathBuf,

    /// Keep buckets and objects in the folder s3-signpost-stack below this one; without it they live in memory
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Bucket that is there from the start
    #[arg(long, value_name = "NAME", default_value = "signpost-demo")]
    pub bucket: String,

    /// Region that every signature must name
    #[arg(long, value_name = "REGION", default_value = "eu-west-1")]
    pub region: String,

    /// How long credentials from Cognito Identity live, in seconds
    #[arg(long, value_name = "N", default_value_t = 3600, value_parser = clap::value_parser!(u32).range(1..))]
    pub credential_seconds: u32,

    /// Announce readiness as one line of JSON instead of text
    #[arg(long)]
    pub json: bool,

    /// Announce nothing
    #[arg(long, conflicts_with = "json")]
    pub quiet: bool,

    /// Stop when standard input closes, so that a test that dies leaves nothing behind
    #[arg(long)]
    pub exit_with_parent: bool,
}
