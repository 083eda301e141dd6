resource "aws_cognito_identity_pool" "pages" {
  identity_pool_name               = var.name
  allow_unauthenticated_identities = var.allow_guests
  allow_classic_flow               = false

  dynamic "cognito_identity_providers" {
    for_each = local.users == 1 ? [local.login_provider] : []

    content {
      provider_name           = cognito_identity_providers.value
      client_id               = var.user_pool_client_id
      server_side_token_check = true
    }
  }
}

resource "aws_cognito_identity_pool_roles_attachment" "pages" {
  identity_pool_id = aws_cognito_identity_pool.pages.id

  roles = merge(
    local.guests == 1 ? { unauthenticated = aws_iam_role.guest[0].arn } : {},
    local.users == 1 ? { authenticated = aws_iam_role.user[0].arn } : {},
  )
}
