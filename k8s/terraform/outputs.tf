output "overlay" {
  description = "The folder with the overlay, for `kubectl kustomize` or a GitOps repository."
  value       = local.overlay
}

output "files" {
  description = "The overlay's files by name."
  value       = local.files
}

output "diff_command" {
  description = "Shows what applying would change in the cluster. Terraform's own plan knows that something changed, not what."
  value       = "kubectl --context ${var.kube_context} diff --server-side --field-manager=terraform-identity -k ${local.overlay}"
}

output "issuer" {
  description = "What the realms' issuers begin with."
  value       = "https://${var.hostnames.public}/realms/"
}
