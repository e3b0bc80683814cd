terraform {
  required_version = ">= 1.9" # validations that look at other variables

  # No providers: everything here is terraform.io/builtin/terraform, so that `terraform init` needs no registry.
}
