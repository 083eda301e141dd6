# A private S3 bucket for web pages, and a Cognito identity pool whose short-lived credentials s3-signpost uses. Guests may
# read public/; signed-in users may also use their own prefix below private/.

terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

variable "region" {
  type        = string
  description = "Region of the bucket and of the identity pool, such as eu-west-1"
}

variable "name" {
  type        = string
  description = "Name of the identity pool, and beginning of the names of the bucket and the roles"
  default     = "s3-signpost"
}

variable "allowed_origins" {
  type        = list(string)
  description = "Origins of the pages, such as https://app.example.com"
}

variable "allow_guests" {
  type        = bool
  description = "Whether pages get credentials without a sign-in, which may read public/"
  default     = false

  validation {
    condition     = var.allow_guests || var.user_pool_id != ""
    error_message = "Set allow_guests to true, or user_pool_id and user_pool_client_id."
  }
}

variable "user_pool_id" {
  type        = string
  description = "User pool whose users may sign in, such as eu-west-1_AbCdEfGhI. Empty for none"
  default     = ""
}

variable "user_pool_client_id" {
  type        = string
  description = "Client of the user pool that the pages use"
  default     = ""

  validation {
    condition     = var.user_pool_id == "" || var.user_pool_client_id != ""
    error_message = "user_pool_id needs user_pool_client_id."
  }
}

locals {
  guests         = var.allow_guests ? 1 : 0
  users          = var.user_pool_id != "" ? 1 : 0
  login_provider = "cognito-idp.${var.region}.amazonaws.com/${var.user_pool_id}"
}

output "region" {
  description = "Option region of S3"
  value       = var.region
}

output "bucket" {
  description = "Option bucket of S3"
  value       = aws_s3_bucket.files.bucket
}

output "identityPoolId" {
  description = "Option identityPoolId of cognito"
  value       = aws_cognito_identity_pool.pages.id
}

output "loginProvider" {
  description = "Name in the option logins of cognito"
  value       = local.users == 1 ? local.login_provider : null
}
