//! Buckets and their CORS configurations.

use s3s::dto::{
    Bucket, BucketLocationConstraint, CORSRule, CreateBucketInput, CreateBucketOutput,
    DeleteBucketCorsInput, DeleteBucketCorsOutput, DeleteBucketInput, DeleteBucketOutput,
    GetBucketCorsInput, GetBucketCorsOutput, GetBucketLocationInput, GetBucketLocationOutput,
    GetBucketVersioningInput, GetBucketVersioningOutput, HeadBucketInput, HeadBucketOutput,
    ListBucketsInput, ListBucketsOutput, Owner, PutBucketCorsInput, PutBucketCorsOutput,
};
use s3s::{S3Request, S3Response, S3Result, s3_error};

use crate::s3::cors::CorsRule;
use crate::stack::Stack;

const METHODS: [&str; 5] = ["GET", "PUT", "POST", "DELETE", "HEAD"];

pub fn list_buckets(
    stack: &Stack,
    _: S3Request<ListBucketsInput>,
) -> S3Result<S3Response<ListBucketsOutput>> {
    let buckets = stack
        .store
        .list_buckets()
        .into_iter()
        .map(|(name, created)| Bucket {
            name: Some(name),
            creation_date: Some(created.into()),
            bucket_region: Some(stack.options.region.clone()),
        });
    let owner = Owner {
        id: Some("local-stack".to_owned()),
        ..Owner::default()
    };
    let output = ListBucketsOutput {
        buckets: Some(buckets.collect()),
        owner: Some(owner),
        ..ListBucketsOutput::default()
    };
    Ok(S3Response::new(output))
}

pub fn create_bucket(
    stack: &Stack,
    request: S3Request<CreateBucketInput>,
) -> S3Result<S3Response<CreateBucketOutput>> {
    let bucket = request.input.bucket;
    stack
        .store
        .create_bucket(&bucket, stack.clock.now(), Vec::new())?;
    Ok(S3Response::new(CreateBucketOutput {
        location: Some(format!("/{bucket}")),
    }))
}

pub fn head_bucket(
    stack: &Stack,
    request: S3Request<HeadBucketInput>,
) -> S3Result<S3Response<HeadBucketOutput>> {
    stack.store.read_bucket(&request.input.bucket, |_| ())?;
    let output = HeadBucketOutput {
        bucket_region: Some(stack.options.region.clone()),
        ..HeadBucketOutput::default()
    };
    Ok(S3Response::new(output))
}

pub fn delete_bucket(
    stack: &Stack,
    request: S3Request<DeleteBucketInput>,
) -> S3Result<S3Response<DeleteBucketOutput>> {
    stack.store.delete_bucket(&request.input.bucket)?;
    Ok(S3Response::new(DeleteBucketOutput {}))
}

pub fn get_bucket_location(
    stack: &Stack,
    request: S3Request<GetBucketLocationInput>,
) -> S3Result<S3Response<GetBucketLocationOutput>> {
    stack.store.read_bucket(&request.input.bucket, |_| ())?;
    let region = BucketLocationConstraint::from(stack.options.region.clone());
    Ok(S3Response::new(GetBucketLocationOutput {
        location_constraint: Some(region),
    }))
}

pub fn get_bucket_versioning(
    stack: &Stack,
    request: S3Request<GetBucketVersioningInput>,
) -> S3Result<S3Response<GetBucketVersioningOutput>> {
    stack.store.read_bucket(&request.input.bucket, |_| ())?;
    Ok(S3Response::new(GetBucketVersioningOutput::default()))
}

pub fn get_bucket_cors(
    stack: &Stack,
    request: S3Request<GetBucketCorsInput>,
) -> S3Result<S3Response<GetBucketCorsOutput>> {
    let rules = stack.store.cors(&request.input.bucket)?;
    if rules.is_empty() {
        return Err(s3_error!(NoSuchCORSConfiguration));
    }
    let rules = rules.into_iter().map(CORSRule::from).collect();
    Ok(S3Response::new(GetBucketCorsOutput {
        cors_rules: Some(rules),
    }))
}

pub fn put_bucket_cors(
    stack: &Stack,
    request: S3Request<PutBucketCorsInput>,
) -> S3Result<S3Response<PutBucketCorsOutput>> {
    let rules = request.input.cors_configuration.cors_rules;
    for rule in &rules {
        if let Some(method) = rule
            .allowed_methods
            .iter()
            .find(|method| !METHODS.contains(&method.as_str()))
        {
            return Err(s3_error!(
                InvalidRequest,
                "Found unsupported HTTP method in CORS config. Unsupported method is {method}"
            ));
        }
        if let Some(origin) = rule
            .allowed_origins
            .iter()
            .find(|origin| origin.matches('*').count() > 1)
        {
            return Err(s3_error!(
                InvalidRequest,
                "AllowedOrigin \"{origin}\" can not have more than one wildcard."
            ));
        }
    }
    stack.store.set_cors(
        &request.input.bucket,
        rules.into_iter().map(CorsRule::from).collect(),
    )?;
    Ok(S3Response::new(PutBucketCorsOutput::default()))
}

pub fn delete_bucket_cors(
    stack: &Stack,
    request: S3Request<DeleteBucketCorsInput>,
) -> S3Result<S3Response<DeleteBucketCorsOutput>> {
    stack.store.set_cors(&request.input.bucket, Vec::new())?;
    Ok(S3Response::new(DeleteBucketCorsOutput::default()))
}
