//! Where a bucket lives: the host and the path that name it.
//!
//! AWS's hosts: <https://docs.aws.amazon.com/general/latest/gr/s3.html>; path and virtual-hosted style:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>.

use alloc::string::String;

use crate::access_point::{AccessPoint, Kind};
use crate::bucket_name::{self, Rules};
use crate::encode::{Slash, percent_decode, uri_encode_bytes};
use crate::error::{Error, Reason};
use crate::text::{contains, has_dot_segment, push_all, split, split_first};
use crate::time::number;

/// How a bucket is named in a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addressing {
    /// Virtual-hosted at AWS where the name is one host label, else path; always path elsewhere, since
    /// any S3-compatible service understands it. This is what boto3 does.
    #[default]
    Auto,
    /// `https://bucket.host/key`.
    Virtual,
    /// `https://host/bucket/key`.
    Path,
}

/// The scheme of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Encrypted; the default.
    Https,
    /// In the clear: whoever listens can use the URL until it ends.
    Http,
}

impl Protocol {
    fn prefix(self) -> &'static str {
        match self {
            Self::Https => "https://",
            Self::Http => "http://",
        }
    }
}

/// AWS's endpoint variants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Variants {
    /// IPv4 and IPv6.
    pub dualstack: bool,
    /// Transfer Acceleration, by bucket.
    pub accelerate: bool,
    /// FIPS 140 validated cryptography.
    pub fips: bool,
    /// The legacy host without a region, `s3.amazonaws.com`.
    pub global: bool,
}

/// A region, and the endpoint that serves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    region: String,
    protocol: Protocol,
    addressing: Addressing,
    /// At AWS.
    variants: Variants,
    /// The region was given as one without a host of its own, which the global host serves.
    is_global: bool,
    /// Of a custom endpoint; empty at AWS.
    host: String,
    /// Of a custom endpoint: encoded as it is signed, with a slash before and none behind; empty for none.
    base_path: String,
}

/// What signatures call S3.
pub const SERVICE: &str = "s3";

/// A bucket's place, or the service's where no bucket is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `https://host/path`: one text, and where its parts begin.
    text: String,
    host_at: usize,
    path_at: usize,
    /// How long the bucket's name is that the host begins with; 0 for none.
    hosted: usize,
    region: String,
    service: &'static str,
}

impl Address {
    /// The region to sign for.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The service to sign for: `s3`, or that of an access point.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// The bucket, where the host names it and the path does not.
    pub fn hosted_bucket(&self) -> Option<&str> {
        self.host()
            .get(..self.hosted)
            .filter(|name| !name.is_empty())
    }

    /// Host and port as the `Host` header will have them.
    pub fn host(&self) -> &str {
        self.text
            .get(self.host_at..self.path_at)
            .unwrap_or_default()
    }

    /// The encoded path of the bucket, which `/` and a key can follow; empty at a virtual host.
    pub fn path(&self) -> &str {
        self.text.get(self.path_at..).unwrap_or_default()
    }

    /// `https://host` without a path.
    pub fn origin(&self) -> &str {
        self.text.get(..self.path_at).unwrap_or_default()
    }
}

/// AWS's partitions, `aws` last, since its regions have no prefix of their own: the prefix of the names of regions, what
/// ARNs have after `aws`, and the DNS suffix. The file is JSON, which TypeScript reads for the hosts of Cognito and STS,
/// and an array of arrays in Rust.
pub(crate) const PARTITIONS: [[&str; 3]; 8] = include!("partitions.json");

impl Location {
    /// AWS's regional endpoint. `aws-global` and `s3-external-1` stand for us-east-1 at the legacy global host, as in
    /// botocore. Fails with [`Code::InvalidRegion`](crate::Code::InvalidRegion) if `region` cannot be one.
    pub fn aws(region: &str) -> Result<Self, Error> {
        Self::of(region, None)
    }

    /// An S3-compatible service at `http(s)://host[:port][/base]`.
    ///
    /// The host must be as a browser's `URL.host` has it (lower case, punycode, IPv6 in its short form),
    /// because that is what the browser will send and the service will verify. Fails with
    /// [`Code::InvalidEndpoint`](crate::Code::InvalidEndpoint) or [`Code::InvalidRegion`](crate::Code::InvalidRegion).
    pub fn custom(region: &str, endpoint: &str) -> Result<Self, Error> {
        Self::of(region, Some(endpoint))
    }

    /// At an endpoint, or at AWS.
    pub(crate) fn of(region: &str, endpoint: Option<&str>) -> Result<Self, Error> {
        let fits = |byte: u8| match endpoint {
            Some(_) => byte.is_ascii_graphic() && byte != b'/',
            None => matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'),
        };
        let is_label = !region.starts_with("-") && !region.ends_with("-") && region.len() <= 63;
        if region.is_empty() || !region.bytes().all(fits) || !is_label && endpoint.is_none() {
            return Err(Error::new(
                if region.is_empty() {
                    Reason::RegionMissing
                } else if endpoint.is_some() {
                    Reason::RegionCharacters
                } else {
                    Reason::RegionNotLabel
                },
                "region",
                &[region],
            ));
        }
        // https://docs.aws.amazon.com/general/latest/gr/rande.html: both are names for us-east-1. A custom endpoint may
        // have a region of its own that is named like the second.
        let is_global = region == "aws-global" || region == "s3-external-1" && endpoint.is_none();
        let mut location = Self {
            region: if is_global { "us-east-1" } else { region }.into(),
            is_global,
            protocol: Protocol::Https,
            addressing: Addressing::Auto,
            variants: Variants::default(),
            host: String::new(),
            base_path: String::new(),
        };
        match endpoint.and_then(|endpoint| location.set_endpoint(endpoint)) {
            None => Ok(location),
            Some(problem) => Err(invalid_endpoint(problem)),
        }
    }

    /// What is wrong with the endpoint, or nothing.
    fn set_endpoint(&mut self, endpoint: &str) -> Option<Reason> {
        let rest = if let Some(rest) = endpoint.strip_prefix("https://") {
            rest
        } else if let Some(rest) = endpoint.strip_prefix("http://") {
            self.protocol = Protocol::Http;
            rest
        } else {
            return Some(Reason::EndpointNotHttp);
        };
        if rest.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
            return Some(Reason::EndpointHasQuery);
        }
        let (authority, path) = split_first(rest, b'/').unwrap_or((rest, ""));
        if contains(authority, "@") {
            return Some(Reason::EndpointHasUserName);
        }
        self.host = match host(authority, self.protocol) {
            Ok(host) => host.into(),
            Err(problem) => return Some(problem),
        };
        let decoded = percent_decode(path.strip_suffix("/").unwrap_or(path));
        if has_dot_segment(&decoded) {
            return Some(Reason::EndpointHasDotSegment);
        }
        if !path.is_empty() {
            // S3 decodes and encodes a path before it verifies, so only its own encoding can match.
            self.base_path.push('/');
            uri_encode_bytes(&decoded, Slash::Keep, &mut self.base_path);
        }
        None
    }

    fn is_aws(&self) -> bool {
        self.host.is_empty()
    }

    /// Chooses how buckets are named in URLs.
    #[must_use]
    pub fn with_addressing(mut self, addressing: Addressing) -> Self {
        self.set_addressing(addressing);
        self
    }

    pub(crate) fn set_addressing(&mut self, addressing: Addressing) {
        self.addressing = addressing;
    }

    /// Chooses the scheme at AWS; a custom endpoint has its own, and [`Code::InvalidEndpoint`](crate::Code::InvalidEndpoint) is the
    /// answer where the two disagree.
    pub fn with_protocol(mut self, wanted: Protocol) -> Result<Self, Error> {
        self.set_protocol(wanted)?;
        Ok(self)
    }

    pub(crate) fn set_protocol(&mut self, wanted: Protocol) -> Result<(), Error> {
        if !self.is_aws() && self.protocol != wanted {
            return Err(invalid_endpoint(Reason::ProtocolNotOfEndpoint).with_field("protocol"));
        }
        self.protocol = wanted;
        Ok(())
    }

    /// Chooses among AWS's endpoints. Fails with [`Code::InvalidEndpoint`](crate::Code::InvalidEndpoint) for a combination that AWS
    /// does not have, or at a custom endpoint.
    pub fn with_variants(mut self, wanted: Variants) -> Result<Self, Error> {
        self.set_variants(wanted)?;
        Ok(self)
    }

    pub(crate) fn set_variants(&mut self, wanted: Variants) -> Result<(), Error> {
        let Variants {
            dualstack,
            accelerate,
            fips,
            global,
        } = wanted;
        let (prefix, _) = partition(&self.region);
        let (field, problem) = if !self.is_aws() && wanted != Variants::default() {
            ("endpoint", Reason::EndpointWithVariant)
        } else if global && (dualstack || accelerate || fips) {
            ("globalEndpoint", Reason::GlobalEndpointWithVariant)
        } else if accelerate && fips {
            ("accelerate", Reason::AccelerateWithFips)
        } else if global && !prefix.is_empty() {
            ("globalEndpoint", Reason::VariantNotInPartition)
        } else if fips && prefix == "cn-" {
            ("fips", Reason::VariantNotInPartition)
        } else if accelerate && !prefix.is_empty() {
            ("accelerate", Reason::VariantNotInPartition)
        } else {
            self.variants = wanted;
            return Ok(());
        };
        Err(invalid_endpoint(problem).with_field(field))
    }

    /// The region that is signed for.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The same, where AWS itself is the endpoint.
    pub fn aws_region(&self) -> Option<&str> {
        self.is_aws().then_some(&self.region)
    }

    /// Where `bucket` is, or the service itself. A bucket goes by its name, by the alias of an access
    /// point, or by an access point's ARN, whose region then signs.
    ///
    /// Fails with [`Code::InvalidBucketName`](crate::Code::InvalidBucketName) or [`Code::UnsupportedBucket`](crate::Code::UnsupportedBucket); with
    /// [`Code::InvalidOption`](crate::Code::InvalidOption) where the addressing that was asked for cannot name it, and with
    /// [`Code::InvalidEndpoint`](crate::Code::InvalidEndpoint) where the endpoint does not serve it.
    pub fn address(&self, bucket: Option<&str>) -> Result<Address, Error> {
        let mut address = Address {
            text: self.protocol.prefix().into(),
            host_at: self.protocol.prefix().len(),
            path_at: 0,
            hosted: 0,
            region: String::new(),
            service: SERVICE,
        };
        self.fill(&mut address, bucket)?;
        Ok(address)
    }

    /// In place: whatever is refused, there is one value to drop.
    fn fill(&self, address: &mut Address, bucket: Option<&str>) -> Result<(), Error> {
        let mut region = self.region.as_str();
        let mut by_path: &[&str] = &[];
        let text = &mut address.text;
        let in_path;
        match bucket {
            Some(arn) if AccessPoint::is_arn(arn) => {
                let point = AccessPoint::parse(arn)?;
                self.push_access_point(&point, text)?;
                region = point.region;
                address.service = point.kind.service();
            }
            Some(bucket) => {
                if self.is_by_host(bucket)? {
                    push_all(&[bucket, "."], text);
                    address.hosted = bucket.len();
                } else {
                    in_path = ["/", bucket];
                    by_path = &in_path;
                }
                self.push_host(self.variants.accelerate, text);
            }
            None => self.push_host(false, text),
        }
        address.path_at = text.len();
        text.push_str(&self.base_path);
        push_all(by_path, text);
        address.region = region.into();
        Ok(())
    }

    /// Whether the host names the bucket, or the path. Fails where neither can.
    fn is_by_host(&self, bucket: &str) -> Result<bool, Error> {
        let is_aws = self.is_aws();
        if is_aws {
            check_supported(bucket)?;
        }
        let rules = match self.addressing {
            Addressing::Virtual => Rules::Dns,
            Addressing::Auto | Addressing::Path => Rules::Legacy,
        };
        bucket_name::check(bucket, rules)?;
        let can_be_label = is_aws && bucket_name::is_one_label(bucket);
        if self.variants.accelerate && (self.addressing == Addressing::Path || !can_be_label) {
            return Err(addressing(Reason::AccelerateNotVirtual));
        }
        match self.addressing {
            Addressing::Auto => Ok(can_be_label),
            Addressing::Path => Ok(false),
            Addressing::Virtual => self.check_subdomains().map(|()| true),
        }
    }

    fn check_subdomains(&self) -> Result<(), Error> {
        // The port stands behind a name; within brackets there is an address.
        let is_ip = self
            .host
            .bytes()
            .take_while(|byte| *byte != b':')
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'['));
        if is_ip && !self.is_aws() || self.host.starts_with("[") {
            return Err(addressing(Reason::IpAddressNotVirtual));
        }
        Ok(())
    }

    fn push_access_point(&self, point: &AccessPoint<'_>, text: &mut String) -> Result<(), Error> {
        if self.addressing == Addressing::Path {
            return Err(addressing(Reason::AccessPointByPath));
        }
        self.check_subdomains()?;
        push_all(&[point.name, "-", point.account, "."], text);
        if let Kind::Outpost(id) = point.kind {
            push_all(&[id, "."], text);
        }
        if !self.is_aws() {
            text.push_str(&self.host);
            return Ok(());
        }
        let (prefix, suffix) = partition(point.region);
        if prefix != partition(&self.region).0 {
            return Err(Error::new(
                Reason::AccessPointInOtherPartition,
                "bucket",
                &[],
            ));
        }
        let Variants {
            dualstack,
            accelerate,
            fips,
            global,
        } = self.variants;
        let is_outpost = matches!(point.kind, Kind::Outpost(_));
        let refused = if accelerate {
            "accelerate"
        } else if global {
            "globalEndpoint"
        } else if self.protocol == Protocol::Http {
            "protocol"
        } else if dualstack && point.kind != Kind::Bucket {
            "dualstack"
        } else if fips && is_outpost {
            "fips"
        } else {
            push_aws_host(
                &[point.kind.endpoint(), ".", point.region, ".", suffix],
                self.variants,
                text,
            );
            return Ok(());
        };
        Err(invalid_endpoint(Reason::VariantNotForAccessPoint).with_field(refused))
    }

    /// Appends the endpoint's host.
    fn push_host(&self, accelerate: bool, text: &mut String) {
        if !self.is_aws() {
            text.push_str(&self.host);
            return;
        }
        let (_, suffix) = partition(&self.region);
        let Variants {
            global,
            fips,
            dualstack,
            ..
        } = self.variants;
        let parts: &[&str] = if accelerate {
            &["s3-accelerate", ".", suffix]
        } else if global || self.is_global && !fips && !dualstack {
            &["s3", ".", suffix]
        } else {
            &["s3", ".", &self.region, ".", suffix]
        };
        push_aws_host(parts, self.variants, text);
    }
}

/// Appends a host whose first part tells the service, with the marks of the variants behind that.
fn push_aws_host(parts: &[&str], variants: Variants, text: &mut String) {
    let (first, rest) = parts.split_at_checked(1).unwrap_or_default();
    push_all(first, text);
    if variants.fips {
        text.push_str("-fips");
    }
    if variants.dualstack {
        text.push_str(".dualstack");
    }
    push_all(rest, text);
}

/// Names that AWS keeps for what is reached in another way:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.
fn check_supported(bucket: &str) -> Result<(), Error> {
    let reason = if bucket.ends_with("--x-s3") || bucket.ends_with("--xa-s3") {
        Reason::S3ExpressBucket
    } else if bucket.ends_with("--op-s3") {
        Reason::OutpostAlias
    } else if bucket.ends_with(".mrap") {
        Reason::MultiRegionAccessPoint
    } else {
        return Ok(());
    };
    Err(Error::new(reason, "bucket", &[]))
}

/// Prefix and DNS suffix of the region's partition.
fn partition(region: &str) -> (&'static str, &'static str) {
    let [prefix, _, suffix] = partition_of(region);
    (prefix, suffix)
}

/// The row of the region's partition.
#[inline(never)]
pub(crate) fn partition_of(region: &str) -> [&'static str; 3] {
    let of_region = |[prefix, ..]: &&[&str; 3]| region.starts_with(prefix);
    PARTITIONS
        .iter()
        .find(of_region)
        .copied()
        .unwrap_or_default()
}

/// The host as the `Host` header will have it, or what is wrong with it.
fn host(authority: &str, protocol: Protocol) -> Result<&str, Reason> {
    // The colons of an IPv6 address stand before its bracket.
    let colon = authority
        .bytes()
        .rposition(|byte| matches!(byte, b':' | b']'))
        .filter(|at| authority.as_bytes().get(*at) == Some(&b':'));
    let host = colon.map_or(authority, |at| authority.get(..at).unwrap_or_default());
    let well_formed = match host.strip_prefix("[") {
        Some(rest) => rest.strip_suffix("]").is_some_and(|address| {
            contains(address, ":")
                && address
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b':'))
        }),
        None => {
            host.len() <= 253
                && split(host, b'.').all(|label| !label.is_empty())
                && host
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.'))
        }
    };
    if !well_formed {
        return Err(Reason::EndpointHostMalformed);
    }
    let Some(at) = colon else {
        return Ok(host);
    };
    let port = authority.get(at + 1..).unwrap_or_default();
    // A browser leaves a scheme's own port out of the Host header, which is signed.
    match (protocol, number(port)) {
        _ if port.starts_with("0") => Err(Reason::EndpointPortInvalid),
        (Protocol::Https, Some(443)) | (Protocol::Http, Some(80)) => Ok(host),
        (_, Some(1..=65_535)) => Ok(authority),
        _ => Err(Reason::EndpointPortInvalid),
    }
}

fn invalid_endpoint(reason: Reason) -> Error {
    Error::new(reason, "endpoint", &[])
}

fn addressing(reason: Reason) -> Error {
    Error::new(reason, "addressing", &[])
}

#[cfg(test)]
mod tests {
    use super::{Addressing, Location, Protocol, Variants};
    use crate::error::{Code, Reason};

    fn url(location: &Location, bucket: Option<&str>) -> String {
        let address = location.address(bucket).expect("an address");
        [address.origin(), address.path()].concat()
    }

    fn aws(region: &str, variants: Variants) -> String {
        let location = Location::aws(region)
            .and_then(|location| location.with_variants(variants))
            .expect("a location");
        url(&location, Some("bucket"))
    }

    fn custom(endpoint: &str) -> Location {
        Location::custom("us-east-1", endpoint).expect("a location")
    }

    #[test]
    fn a_region_of_each_partition_has_its_own_host() {
        let plain = Variants::default();
        for (region, host) in [
            ("us-east-1", "https://bucket.s3.us-east-1.amazonaws.com"),
            (
                "eu-central-1",
                "https://bucket.s3.eu-central-1.amazonaws.com",
            ),
            (
                "cn-north-1",
                "https://bucket.s3.cn-north-1.amazonaws.com.cn",
            ),
            (
                "us-gov-west-1",
                "https://bucket.s3.us-gov-west-1.amazonaws.com",
            ),
            (
                "us-iso-east-1",
                "https://bucket.s3.us-iso-east-1.c2s.ic.gov",
            ),
            (
                "us-isob-east-1",
                "https://bucket.s3.us-isob-east-1.sc2s.sgov.gov",
            ),
            (
                "us-isof-south-1",
                "https://bucket.s3.us-isof-south-1.csp.hci.ic.gov",
            ),
            (
                "eu-isoe-west-1",
                "https://bucket.s3.eu-isoe-west-1.cloud.adc-e.uk",
            ),
            (
                "eusc-de-east-1",
                "https://bucket.s3.eusc-de-east-1.amazonaws.eu",
            ),
        ] {
            assert_eq!(aws(region, plain), host);
        }
    }

    #[test]
    fn each_variant_has_its_own_host() {
        let none = Variants::default();
        for (variants, host) in [
            (
                Variants {
                    dualstack: true,
                    ..none
                },
                "https://bucket.s3.dualstack.eu-west-1.amazonaws.com",
            ),
            (
                Variants { fips: true, ..none },
                "https://bucket.s3-fips.eu-west-1.amazonaws.com",
            ),
            (
                Variants {
                    fips: true,
                    dualstack: true,
                    ..none
                },
                "https://bucket.s3-fips.dualstack.eu-west-1.amazonaws.com",
            ),
            (
                Variants {
                    accelerate: true,
                    ..none
                },
                "https://bucket.s3-accelerate.amazonaws.com",
            ),
            (
                Variants {
                    accelerate: true,
                    dualstack: true,
                    ..none
                },
                "https://bucket.s3-accelerate.dualstack.amazonaws.com",
            ),
            (
                Variants {
                    global: true,
                    ..none
                },
                "https://bucket.s3.amazonaws.com",
            ),
        ] {
            assert_eq!(aws("eu-west-1", variants), host);
        }
    }

    #[test]
    fn variants_that_aws_does_not_combine_are_refused() {
        let none = Variants::default();
        for (region, variants) in [
            (
                "eu-west-1",
                Variants {
                    accelerate: true,
                    fips: true,
                    ..none
                },
            ),
            (
                "eu-west-1",
                Variants {
                    global: true,
                    dualstack: true,
                    ..none
                },
            ),
            (
                "cn-north-1",
                Variants {
                    accelerate: true,
                    ..none
                },
            ),
            (
                "us-gov-west-1",
                Variants {
                    global: true,
                    ..none
                },
            ),
        ] {
            let error = Location::aws(region)
                .and_then(|location| location.with_variants(variants))
                .expect_err("refused");
            assert_eq!(error.code(), Code::InvalidEndpoint);
        }
    }

    #[test]
    fn a_bucket_with_dots_is_named_by_path_at_aws() {
        let location = Location::aws("eu-west-1").expect("a location");
        assert_eq!(
            url(&location, Some("www.example.com")),
            "https://s3.eu-west-1.amazonaws.com/www.example.com"
        );
        let forced = location.with_addressing(Addressing::Virtual);
        assert_eq!(
            url(&forced, Some("www.example.com")),
            "https://www.example.com.s3.eu-west-1.amazonaws.com"
        );
    }

    #[test]
    fn an_old_bucket_name_is_reached_by_path_only() {
        let location = Location::aws("us-east-1").expect("a location");
        let long = "a".repeat(255);
        for name in [
            "My_Bucket",
            "BUCKET",
            "my_bucket",
            "192.168.5.4",
            long.as_str(),
        ] {
            for addressing in [Addressing::Auto, Addressing::Path] {
                assert_eq!(
                    url(&location.clone().with_addressing(addressing), Some(name)),
                    format!("https://s3.us-east-1.amazonaws.com/{name}")
                );
            }
            let by_host = location.clone().with_addressing(Addressing::Virtual);
            let error = by_host.address(Some(name)).expect_err("refused");
            assert_eq!(error.code(), Code::InvalidBucketName);
            assert!(error.parameters().contains(&name.to_owned()));
        }
    }

    #[test]
    fn a_bucket_name_that_would_change_the_path_is_refused_everywhere() {
        for location in [
            Location::aws("us-east-1").expect("a location"),
            custom("https://s3.test"),
        ] {
            for name in ["", ".", "..", "a/b", "a?b", "a#b", "a%2fb", "a\\b", "a\nb"] {
                let error = location.address(Some(name)).expect_err(name);
                assert_eq!(error.code(), Code::InvalidBucketName, "{name:?}");
            }
        }
    }

    #[test]
    fn acceleration_needs_a_name_without_dots_and_no_path_style() {
        let location = Location::aws("us-east-1")
            .and_then(|location| {
                location.with_variants(Variants {
                    accelerate: true,
                    ..Variants::default()
                })
            })
            .expect("a location");
        assert!(location.address(Some("a.bucket")).is_err());
        assert!(
            location
                .clone()
                .with_addressing(Addressing::Path)
                .address(Some("bucket"))
                .is_err()
        );
        assert_eq!(url(&location, None), "https://s3.us-east-1.amazonaws.com");
    }

    #[test]
    fn an_access_point_has_no_global_endpoint_and_takes_no_http() {
        let arn = Some("arn:aws:s3:eu-west-1:123456789012:accesspoint/my-ap");
        let location = Location::aws("eu-west-1").expect("a location");
        let global = location.clone().with_variants(Variants {
            global: true,
            ..Variants::default()
        });
        let in_the_clear = location.with_protocol(Protocol::Http);
        for (location, field) in [(global, "globalEndpoint"), (in_the_clear, "protocol")] {
            let error = location
                .and_then(|location| location.address(arn))
                .expect_err("refused");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidEndpoint, field)
            );
        }
    }

    #[test]
    fn buckets_that_take_another_signature_are_refused_with_the_reason() {
        let location = Location::aws("us-west-2").expect("a location");
        for (bucket, reason) in [
            ("bucket--usw2-az1--x-s3", Reason::S3ExpressBucket),
            ("my-ap--usw2-az1--xa-s3", Reason::S3ExpressBucket),
            ("mfzwi23gnjvgw.mrap", Reason::MultiRegionAccessPoint),
            (
                "my-accesspoint-o01ac5d28a6a232904e8xz5w8ijx1qzlbp3i3kuse10--op-s3",
                Reason::OutpostAlias,
            ),
        ] {
            let error = location.address(Some(bucket)).expect_err(bucket);
            assert_eq!(
                (error.code(), error.field()),
                (Code::UnsupportedBucket, "bucket")
            );
            assert_eq!(error.reason(), reason);
        }
        assert!(
            custom("https://s3.test")
                .address(Some("bucket--x-s3"))
                .is_ok()
        );
    }

    #[test]
    fn an_access_point_of_another_partition_is_refused() {
        let error = Location::aws("cn-north-1")
            .and_then(|location| {
                location.address(Some("arn:aws:s3:eu-west-1:123456789012:accesspoint/my-ap"))
            })
            .expect_err("refused");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidBucketName, "bucket")
        );
    }

    #[test]
    fn http_at_aws_is_only_for_those_who_ask() {
        let location = Location::aws("us-east-1")
            .and_then(|location| location.with_protocol(Protocol::Http))
            .expect("a location");
        assert_eq!(
            url(&location, Some("bucket")),
            "http://bucket.s3.us-east-1.amazonaws.com"
        );
    }

    #[test]
    fn a_custom_endpoint_is_addressed_by_path_unless_told_otherwise() {
        let location = custom("http://localhost:9000");
        assert_eq!(
            url(&location, Some("bucket")),
            "http://localhost:9000/bucket"
        );
        let virtual_hosted = location.with_addressing(Addressing::Virtual);
        assert_eq!(
            url(&virtual_hosted, Some("bucket")),
            "http://bucket.localhost:9000"
        );
    }

    #[test]
    fn a_base_path_stands_before_the_bucket_encoded_as_s3_encodes() {
        assert_eq!(
            url(&custom("https://proxy.test/s3/"), Some("bucket")),
            "https://proxy.test/s3/bucket"
        );
        assert_eq!(
            url(&custom("https://proxy.test/a%20b"), None),
            "https://proxy.test/a%20b"
        );
        assert_eq!(
            url(&custom("https://proxy.test/a(b"), None),
            "https://proxy.test/a%28b"
        );
    }

    #[test]
    fn the_schemes_own_port_is_left_out_as_browsers_do() {
        assert_eq!(url(&custom("https://s3.test:443"), None), "https://s3.test");
        assert_eq!(url(&custom("http://s3.test:80"), None), "http://s3.test");
        assert_eq!(
            url(&custom("http://s3.test:443"), None),
            "http://s3.test:443"
        );
    }

    #[test]
    fn an_ip_address_can_be_an_endpoint_but_has_no_subdomains() {
        for endpoint in ["http://127.0.0.1:9000", "http://[::1]:9000"] {
            let location = custom(endpoint);
            assert_eq!(url(&location, Some("bucket")), format!("{endpoint}/bucket"));
            let error = location
                .with_addressing(Addressing::Virtual)
                .address(Some("bucket"))
                .expect_err("refused");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidOption, "addressing")
            );
        }
    }

    #[test]
    fn what_is_not_an_endpoint_is_refused() {
        for endpoint in [
            "",
            "localhost:9000",
            "ftp://host",
            "https://",
            "https://host:0",
            "https://host:65536",
            "https://host:port",
            "https://user:word@host",
            "https://host?x",
            "https://host/a#b",
            "https://host/a/../b",
            "https://host/%2e%2E",
            "https://HOST",
            "https://hö.st",
            "https://ho st",
            "https://a..b",
            "https://[::1",
            "https://[zz]",
        ] {
            let error = Location::custom("us-east-1", endpoint).expect_err(endpoint);
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidEndpoint, "endpoint")
            );
        }
    }

    #[test]
    fn what_is_not_a_region_is_refused() {
        for region in [
            "",
            "eu west",
            "EU-WEST-1",
            "eu-west-1/",
            "évreux",
            "-eu",
            "eu.west",
        ] {
            assert_eq!(
                Location::aws(region).expect_err(region).code(),
                Code::InvalidRegion
            );
        }
        assert!(Location::custom("RegionOne", "https://host").is_ok());
        assert!(Location::custom("a/b", "https://host").is_err());
    }
}
