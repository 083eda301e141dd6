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
        parts: &'u UrlParts<'_>,
        bucket: Option<&str>,
    ) -> Option<(String, &'u str)> {
        let base_path = self.endpoint.as_ref().map_or("", |own| &own.base_path);
        let own = self.endpoint.as_ref().map(|own| (self.protocol, own));
        let public = self
            .public_endpoint
            .as_ref()
            .map(|(protocol, public)| (*protocol, public));
        for (protocol, endpoint) in [own, public].into_iter().flatten() {
            if parts.is_https == (protocol == Protocol::Https)
                && let Some(hosted) = self.bucket_of_subdomain(&parts.host, endpoint, bucket)
                && let Some(path) = parts.path.strip_prefix(base_path)
                && (path.is_empty() || path.starts_with('/'))
            {
                return Some((hosted, path));
            }
        }
        if self.is_aws() {
            return Some((self.bucket_of_aws_host(&parts.host)?, parts.path));
        }
        None
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
        let named = match bucket {
            Some(arn) if AccessPoint::is_arn(arn) => {
                (AccessPoint::parse(arn).ok()?.host_label() == label).then_some(arn)
            }
            Some(bucket) => (bucket == label).then_some(bucket),
            None => (self.addressing == Addressing::Virtual
                && !endpoint.is_ip_address()
                && bucket_name::check(label, Rules::Dns).is_ok())
            .then_some(label),
        };
        named.map(Into::into)
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
