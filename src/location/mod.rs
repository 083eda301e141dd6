//! Locations: a region and its endpoint. They give the address of a bucket.
//!
//! Path and virtual-hosted style: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>.

pub(crate) mod access_point;
mod address;
pub(crate) mod aws_hosts;
mod endpoint;
pub(crate) mod partition;

use alloc::string::String;

pub use access_point::SERVICE;
pub use address::{Address, Addressing};
pub use aws_hosts::Variants;
pub use endpoint::Protocol;

use crate::bucket_name::{self, Rules};
use crate::error::{Error, Reason};
use crate::text::{concat, push_all};
use access_point::{AccessPoint, Kind};
use aws_hosts::{push_access_point_host, push_host};
use endpoint::Endpoint;
use partition::Partition;

/// A region, and the endpoint that serves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    region: String,
    protocol: Protocol,
    addressing: Addressing,
    /// None for AWS.
    endpoint: Option<Endpoint>,
    /// None if URLs show the host that is signed.
    public_endpoint: Option<(Protocol, Endpoint)>,
    variants: Variants,
    /// Whether the region was a name of the global endpoint, such as `aws-global`.
    is_global: bool,
}

impl Location {
    /// Creates the location of an AWS region. `aws-global` and `s3-external-1` are names of us-east-1 at the global
    /// host, as in botocore.
    ///
    /// Fails with `InvalidRegion`.
    pub fn aws(region: &str) -> Result<Self, Error> {
        Self::from_parts(region, None)
    }

    /// Creates the location of an S3-compatible service at `http(s)://host[:port][/base]`.
    ///
    /// The host must be written as in a browser's `URL.host` (lower case, punycode, short IPv6), because the browser
    /// sends it in that form and the service verifies that form.
    ///
    /// Fails with `InvalidRegion` or `InvalidEndpoint`.
    pub fn custom(region: &str, endpoint: &str) -> Result<Self, Error> {
        Self::from_parts(region, Some(endpoint))
    }

    /// Creates the location of a region at `endpoint`, or at AWS.
    pub(crate) fn from_parts(region: &str, endpoint: Option<&str>) -> Result<Self, Error> {
        if let Some(reason) = region_problem(region, endpoint.is_some()) {
            return Err(Error::new(reason, "region", &[region]));
        }
        // Both are names of us-east-1 (https://docs.aws.amazon.com/general/latest/gr/rande.html). A custom endpoint may
        // have a region that is named like the second.
        let is_global = region == "aws-global" || region == "s3-external-1" && endpoint.is_none();
        let (protocol, endpoint) = match endpoint {
            Some(endpoint) => {
                let (protocol, endpoint) = Endpoint::parse(endpoint).map_err(invalid_endpoint)?;
                (protocol, Some(endpoint))
            }
            None => (Protocol::Https, None),
        };
        Ok(Self {
            region: if is_global { "us-east-1" } else { region }.into(),
            protocol,
            addressing: Addressing::Auto,
            endpoint,
            public_endpoint: None,
            variants: Variants::default(),
            is_global,
        })
    }

    fn is_aws(&self) -> bool {
        self.endpoint.is_none()
    }

    /// Sets how URLs name their bucket.
    #[must_use]
    pub fn with_addressing(mut self, addressing: Addressing) -> Self {
        self.set_addressing(addressing);
        self
    }

    pub(crate) fn set_addressing(&mut self, addressing: Addressing) {
        self.addressing = addressing;
    }

    /// Sets the scheme at AWS. Fails with `InvalidEndpoint` if a custom endpoint has another scheme.
    pub fn with_protocol(mut self, protocol: Protocol) -> Result<Self, Error> {
        self.set_protocol(protocol)?;
        Ok(self)
    }

    pub(crate) fn set_protocol(&mut self, protocol: Protocol) -> Result<(), Error> {
        if !self.is_aws() && self.protocol != protocol {
            return Err(invalid_endpoint(Reason::ProtocolNotOfEndpoint).with_field("protocol"));
        }
        self.protocol = protocol;
        Ok(())
    }

    /// Sets the origin that URLs show, `http(s)://host[:port]`, for a proxy that rewrites the host: the signed host stays
    /// that of the endpoint. In virtual-hosted style, the bucket precedes the public host too.
    ///
    /// Fails with `InvalidEndpoint`.
    pub fn with_public_endpoint(mut self, origin: &str) -> Result<Self, Error> {
        self.set_public_endpoint(origin)?;
        Ok(self)
    }

    pub(crate) fn set_public_endpoint(&mut self, origin: &str) -> Result<(), Error> {
        let public_endpoint = Endpoint::parse_origin(origin)
            .map_err(|reason| invalid_endpoint(reason).with_field("publicEndpoint"))?;
        self.public_endpoint = Some(public_endpoint);
        Ok(())
    }

    /// Sets the variants of AWS's endpoint. Fails with `InvalidEndpoint` for a combination that AWS does not have, and
    /// for a custom endpoint.
    pub fn with_variants(mut self, variants: Variants) -> Result<Self, Error> {
        self.set_variants(variants)?;
        Ok(self)
    }

    pub(crate) fn set_variants(&mut self, variants: Variants) -> Result<(), Error> {
        let Variants {
            dualstack,
            accelerate,
            fips,
            global,
        } = variants;
        let prefix = Partition::of_region(&self.region).region_prefix;
        let (field, reason) = if !self.is_aws() && variants != Variants::default() {
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
            self.variants = variants;
            return Ok(());
        };
        Err(invalid_endpoint(reason).with_field(field))
    }

    /// Returns the region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Returns the region if the endpoint is AWS's.
    pub fn aws_region(&self) -> Option<&str> {
        self.is_aws().then_some(&self.region)
    }

    /// Returns the address of `bucket`, or of the service. `bucket` is the name of a bucket, or the alias or the ARN of
    /// an access point. The region of an ARN replaces that of the location in the credential scope.
    ///
    /// Fails with `InvalidBucketName` or `UnsupportedBucket`; with `InvalidOption` if the bucket does not allow the
    /// addressing; with `InvalidEndpoint` if the endpoint does not serve the access point.
    pub fn address(&self, bucket: Option<&str>) -> Result<Address, Error> {
        let mut address = Address {
            url: self.protocol.prefix().into(),
            host_start: self.protocol.prefix().len(),
            path_start: 0,
            hosted_bucket_length: 0,
            public_origin: String::new(),
            region: String::new(),
            service: SERVICE,
        };
        self.fill(&mut address, bucket)?;
        Ok(address)
    }

    /// Completes `address` in place. After an error there is one value to drop, which makes the module smaller.
    fn fill(&self, address: &mut Address, bucket: Option<&str>) -> Result<(), Error> {
        let mut region = self.region.as_str();
        let mut path: &[&str] = &[];
        let mut label = String::new();
        let url = &mut address.url;
        let bucket_path;
        match bucket {
            Some(arn) if AccessPoint::is_arn(arn) => {
                let point = AccessPoint::parse(arn)?;
                label = concat(&[&point.host_label(), "."]);
                url.push_str(&label);
                self.push_access_point(&point, url)?;
                region = point.region;
                address.service = point.kind.service();
            }
            Some(bucket) => {
                if self.is_virtual_hosted(bucket)? {
                    label = concat(&[bucket, "."]);
                    url.push_str(&label);
                    address.hosted_bucket_length = bucket.len();
                } else {
                    bucket_path = ["/", bucket];
                    path = &bucket_path;
                }
                self.push_host(self.variants, url);
            }
            None => self.push_host(
                Variants {
                    accelerate: false,
                    ..self.variants
                },
                url,
            ),
        }
        address.path_start = url.len();
        if let Some(endpoint) = &self.endpoint {
            url.push_str(&endpoint.base_path);
        }
        push_all(path, url);
        if let Some((protocol, endpoint)) = &self.public_endpoint {
            if !label.is_empty() {
                check_subdomains(endpoint)?;
            }
            address.public_origin = concat(&[protocol.prefix(), &label, &endpoint.host]);
        }
        address.region = region.into();
        Ok(())
    }

    fn push_host(&self, variants: Variants, url: &mut String) {
        match &self.endpoint {
            Some(endpoint) => url.push_str(&endpoint.host),
            None => push_host(&self.region, self.is_global, variants, url),
        }
    }

    /// Whether the host names the bucket; otherwise the path does.
    fn is_virtual_hosted(&self, bucket: &str) -> Result<bool, Error> {
        let is_aws = self.is_aws();
        if is_aws {
            bucket_name::check_supported(bucket)?;
        }
        let rules = match self.addressing {
            Addressing::Virtual => Rules::Dns,
            Addressing::Auto | Addressing::Path => Rules::Legacy,
        };
        bucket_name::check(bucket, rules)?;
        let can_be_label = is_aws && bucket_name::is_one_label(bucket);
        if self.variants.accelerate && (self.addressing == Addressing::Path || !can_be_label) {
            return Err(invalid_addressing(Reason::AccelerateNotVirtual));
        }
        match self.addressing {
            Addressing::Auto => Ok(can_be_label),
            Addressing::Path => Ok(false),
            Addressing::Virtual => self.check_subdomains().map(|()| true),
        }
    }

    fn check_subdomains(&self) -> Result<(), Error> {
        self.endpoint.as_ref().map_or(Ok(()), check_subdomains)
    }

    /// Appends the host without the access point's label.
    fn push_access_point(&self, point: &AccessPoint<'_>, url: &mut String) -> Result<(), Error> {
        if self.addressing == Addressing::Path {
            return Err(invalid_addressing(Reason::AccessPointByPath));
        }
        self.check_subdomains()?;
        if let Some(endpoint) = &self.endpoint {
            url.push_str(&endpoint.host);
            return Ok(());
        }
        if Partition::of_region(point.region).region_prefix
            != Partition::of_region(&self.region).region_prefix
        {
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
        let unsupported = if accelerate {
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
            push_access_point_host(point, self.variants, url);
            return Ok(());
        };
        Err(invalid_endpoint(Reason::VariantNotForAccessPoint).with_field(unsupported))
    }
}

fn region_problem(region: &str, is_custom: bool) -> Option<Reason> {
    if region.is_empty() {
        return Some(Reason::RegionMissing);
    }
    if is_custom {
        let is_allowed = |byte: u8| byte.is_ascii_graphic() && byte != b'/';
        return (!region.bytes().all(is_allowed)).then_some(Reason::RegionCharacters);
    }
    let is_label = region
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !region.starts_with('-')
        && !region.ends_with('-')
        && region.len() <= 63;
    (!is_label).then_some(Reason::RegionNotLabel)
}

fn check_subdomains(endpoint: &Endpoint) -> Result<(), Error> {
    if endpoint.is_ip_address() {
        return Err(invalid_addressing(Reason::IpAddressNotVirtual));
    }
    Ok(())
}

fn invalid_endpoint(reason: Reason) -> Error {
    Error::new(reason, "endpoint", &[])
}

fn invalid_addressing(reason: Reason) -> Error {
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
    fn each_partition_has_its_dns_suffix() {
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
            assert_eq!(aws(region, Variants::default()), host);
        }
    }

    #[test]
    fn each_variant_has_its_host() {
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
    fn variants_that_aws_does_not_combine_are_rejected() {
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
                .expect_err("an error");
            assert_eq!(error.code(), Code::InvalidEndpoint);
        }
    }

    #[test]
    fn aws_buckets_with_dots_use_path_style_by_default() {
        let location = Location::aws("eu-west-1").expect("a location");
        assert_eq!(
            url(&location, Some("www.example.com")),
            "https://s3.eu-west-1.amazonaws.com/www.example.com"
        );
        let virtual_hosted = location.with_addressing(Addressing::Virtual);
        assert_eq!(
            url(&virtual_hosted, Some("www.example.com")),
            "https://www.example.com.s3.eu-west-1.amazonaws.com"
        );
    }

    #[test]
    fn legacy_bucket_names_use_path_style_only() {
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
            let virtual_hosted = location.clone().with_addressing(Addressing::Virtual);
            let error = virtual_hosted.address(Some(name)).expect_err("an error");
            assert_eq!(error.code(), Code::InvalidBucketName);
            assert!(error.parameters().contains(&name.to_owned()));
        }
    }

    #[test]
    fn bucket_names_that_change_the_path_are_rejected() {
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
    fn transfer_acceleration_requires_virtual_hosted_style() {
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
    fn access_points_reject_the_global_endpoint_and_http() {
        let arn = Some("arn:aws:s3:eu-west-1:123456789012:accesspoint/my-ap");
        let location = Location::aws("eu-west-1").expect("a location");
        let global = location.clone().with_variants(Variants {
            global: true,
            ..Variants::default()
        });
        let http = location.with_protocol(Protocol::Http);
        for (location, field) in [(global, "globalEndpoint"), (http, "protocol")] {
            let error = location
                .and_then(|location| location.address(arn))
                .expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidEndpoint, field)
            );
        }
    }

    #[test]
    fn buckets_of_unsupported_kinds_are_rejected_at_aws_only() {
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
    fn access_points_of_another_partition_are_rejected() {
        let error = Location::aws("cn-north-1")
            .and_then(|location| {
                location.address(Some("arn:aws:s3:eu-west-1:123456789012:accesspoint/my-ap"))
            })
            .expect_err("an error");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidBucketName, "bucket")
        );
    }

    #[test]
    fn http_can_be_set_for_aws() {
        let location = Location::aws("us-east-1")
            .and_then(|location| location.with_protocol(Protocol::Http))
            .expect("a location");
        assert_eq!(
            url(&location, Some("bucket")),
            "http://bucket.s3.us-east-1.amazonaws.com"
        );
    }

    #[test]
    fn custom_endpoints_use_path_style_by_default() {
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
    fn the_base_path_precedes_the_bucket_in_the_encoding_of_s3() {
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

    fn public(location: Location, origin: &str) -> Location {
        location.with_public_endpoint(origin).expect("a location")
    }

    #[test]
    fn urls_show_the_public_endpoint_and_the_host_stays_that_of_the_endpoint() {
        let location = public(custom("http://minio:9000/s3"), "https://files.test:8443");
        let address = location.address(Some("bucket")).expect("an address");
        assert_eq!(address.host(), "minio:9000");
        assert_eq!(
            url(&location, Some("bucket")),
            "https://files.test:8443/s3/bucket"
        );
        assert_eq!(url(&location, None), "https://files.test:8443/s3");
        let aws = public(
            Location::aws("eu-west-1").expect("a location"),
            "https://cdn.test",
        );
        let address = aws.address(Some("bucket")).expect("an address");
        assert_eq!(address.host(), "bucket.s3.eu-west-1.amazonaws.com");
        assert_eq!(address.origin(), "https://bucket.cdn.test");
    }

    #[test]
    fn the_bucket_precedes_the_public_host_in_virtual_hosted_style() {
        let location = public(custom("http://minio"), "https://files.test");
        let location = location.with_addressing(Addressing::Virtual);
        let address = location.address(Some("bucket")).expect("an address");
        assert_eq!(address.host(), "bucket.minio");
        assert_eq!(address.hosted_bucket(), Some("bucket"));
        assert_eq!(address.origin(), "https://bucket.files.test");
        let arn = "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/accesspoint/my-ap";
        let address = location.address(Some(arn)).expect("an address");
        assert_eq!(address.host(), "my-ap-123456789012.op-1.minio");
        assert_eq!(
            address.origin(),
            "https://my-ap-123456789012.op-1.files.test"
        );
    }

    #[test]
    fn a_public_ip_address_uses_path_style_only() {
        let location = public(custom("https://s3.test"), "http://127.0.0.1:9000");
        assert!(location.address(Some("bucket")).is_ok());
        let error = location
            .with_addressing(Addressing::Virtual)
            .address(Some("bucket"))
            .expect_err("an error");
        assert_eq!(error.reason(), Reason::IpAddressNotVirtual);
    }

    #[test]
    fn a_public_endpoint_is_an_origin() {
        for origin in [
            "",
            "files.test",
            "ftp://files.test",
            "https://files.test/a",
            "https://files.test//",
            "https://files.test?a",
            "https://files.test#a",
            "https://user@files.test",
            "https://FILES.test",
            "https://files.test:0",
        ] {
            let error = custom("https://s3.test")
                .with_public_endpoint(origin)
                .expect_err(origin);
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidEndpoint, "publicEndpoint")
            );
        }
    }

    #[test]
    fn ip_addresses_use_path_style_only() {
        for endpoint in ["http://127.0.0.1:9000", "http://[::1]:9000"] {
            let location = custom(endpoint);
            assert_eq!(url(&location, Some("bucket")), format!("{endpoint}/bucket"));
            let error = location
                .with_addressing(Addressing::Virtual)
                .address(Some("bucket"))
                .expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidOption, "addressing")
            );
        }
    }

    #[test]
    fn malformed_regions_are_rejected() {
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
