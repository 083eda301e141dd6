//! Which URLs belong to a location.

use alloc::string::String;

use super::access_point::{AccessPoint, arn_of_host};
use super::aws_hosts;
use super::endpoint::Endpoint;
use super::partition::Partition;
use super::{Addressing, Location, Protocol};
use crate::bucket_name::{self, Rules};
use crate::text::split_last;
use crate::url::UrlParts;

impl Location {
    /// Returns the bucket that the host of a URL names, empty if the path names it, and the path after the base path.
    /// Returns None if the URL does not belong to this location.
    ///
    /// `bucket` is the only bucket in question, if there is one. Without it, a subdomain of a custom endpoint is a
    /// bucket only with virtual-hosted addressing, because it may belong to any other service.
    pub(crate) fn split_own_url<'u>(
        &self,
        parts: &UrlParts<'u>,
        bucket: Option<&str>,
    ) -> Option<(String, &'u str)> {
        let at = |protocol: Protocol, endpoint: &Endpoint| {
            let path = self.path_at(parts, protocol)?;
            Some((
                self.bucket_of_subdomain(&parts.host, endpoint, bucket)?,
                path,
            ))
        };
        if let Some((protocol, endpoint)) = &self.public_endpoint
            && let Some(found) = at(*protocol, endpoint)
        {
            return Some(found);
        }
        match &self.endpoint {
            Some(endpoint) => at(self.protocol, endpoint),
            None => Some((self.bucket_of_aws_host(&parts.host)?, parts.path)),
        }
    }

    /// Returns the path after the base path, if the scheme is that of `protocol`.
    fn path_at<'u>(&self, parts: &UrlParts<'u>, protocol: Protocol) -> Option<&'u str> {
        let base_path = self.endpoint.as_ref().map_or("", |own| &own.base_path);
        let path = parts.path.strip_prefix(base_path)?;
        let is_whole = path.is_empty() || path.starts_with('/');
        let is_same_scheme = parts.is_https == (protocol == Protocol::Https);
        (is_whole && is_same_scheme).then_some(path)
    }

    /// Returns the bucket before the host of `endpoint`; empty for the host itself.
    fn bucket_of_subdomain(
        &self,
        host: &str,
        endpoint: &Endpoint,
        bucket: Option<&str>,
    ) -> Option<String> {
        let subdomain = host.strip_suffix(endpoint.host.as_str())?;
        if subdomain.is_empty() {
            return Some(String::new());
        }
        let label = subdomain.strip_suffix('.')?;
        let (bucket, is_named) = match bucket {
            Some(arn) if AccessPoint::is_arn(arn) => {
                (arn, AccessPoint::parse(arn).ok()?.host_label() == label)
            }
            Some(bucket) => (bucket, bucket == label),
            None => {
                let is_virtual = self.addressing == Addressing::Virtual;
                let is_bucket = bucket_name::check(label, Rules::Dns).is_ok();
                (label, is_virtual && is_bucket && !endpoint.is_ip_address())
            }
        };
        is_named.then(|| bucket.into())
    }

    /// Returns the bucket, or the ARN of the access point, that a host of AWS names; empty if the path names it. The host
    /// must be in the location's region, or an access point in the location's partition, which signs in its own region.
    fn bucket_of_aws_host(&self, host: &str) -> Option<String> {
        let partition = Partition::of_region(&self.region);
        let name = host.strip_suffix(partition.dns_suffix)?.strip_suffix('.')?;
        let host = aws_hosts::parse(name)?;
        // An interface endpoint of a VPC is reached from a private network, where the location's own host may not be.
        if split_last(name, b'.').is_some_and(|(_, label)| label == "vpce") {
            return None;
        }
        if !host.access_point_service.is_empty() {
            return arn_of_host(host.access_point_service, host.label, host.region)
                .filter(|_| Partition::of_region(host.region) == partition);
        }
        let is_own_region = if host.region.is_empty() {
            // GovCloud shares the DNS suffix of the partition `aws`, which alone has hosts without a region.
            partition.region_prefix != "us-gov-"
        } else {
            host.region == self.region
        };
        is_own_region.then(|| host.label.into())
    }
}
