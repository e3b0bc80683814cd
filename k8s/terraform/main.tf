locals {
  # kustomize takes its bases by relative paths only, so the overlay is written beside the module.
  overlay = "${path.module}/rendered/${var.namespace}"

  components = concat(
    var.database.kind == "cloudnative-pg" ? ["cloudnative-pg"] : [],
    var.tls.peers ? ["peer-tls"] : [],
    var.tls.serving ? ["serving-tls"] : [],
    var.entry == "ingress" ? ["ingress"] : [],
    var.entry == "gateway" ? ["gateway-api"] : [],
    var.entry == "gateway" && var.tls.serving ? ["gateway-tls"] : [],
    var.monitoring.enabled ? ["monitoring"] : [],
    ["installation"], # last: it changes what the others bring
  )

  settings = merge(
    {
      KC_DB_POOL_MAX_SIZE        = tostring(var.database.pool)
      KC_PROXY_TRUSTED_ADDRESSES = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fd00::/8" # pods' networks
    },
    var.database.kind == "external" ? { KC_DB_URL = var.database.url } : {},
    var.settings,
  )

  digest     = can(regex("@", var.image))
  image_name = local.digest ? split("@", var.image)[0] : regex("^(.*):[^:/]+$", var.image)[0]
  image_tag  = local.digest ? split("@", var.image)[1] : regex("^.*:([^:/]+)$", var.image)[0]

  files = {
    "kustomization.yaml" = templatefile("${path.module}/templates/kustomization.yaml.tftpl", {
      namespace          = var.namespace
      components         = local.components
      settings           = local.settings
      image_name         = local.image_name
      image_tag          = local.image_tag
      digest             = local.digest
      replicas           = var.replicas
      resources          = var.resources
      database_addresses = var.database.kind == "external" ? var.database.addresses : []
    })
    "installation.yaml" = templatefile("${path.module}/templates/installation.yaml.tftpl", {
      namespace            = var.namespace
      hostnames            = var.hostnames
      ingress_namespace    = var.ingress_namespace
      monitoring_namespace = var.monitoring.namespace
    })
    "namespace.yaml" = templatefile("${path.module}/templates/namespace.yaml.tftpl", { namespace = var.namespace })
  }

  # What the overlay is made of besides: a new release of the base is applied like a changed variable.
  sources = sha256(join("", [
    for name in sort(concat(
      [for file in fileset("${path.module}/..", "base/**") : file],
      [for file in fileset("${path.module}/..", "components/**") : file],
    )) : filesha256("${path.module}/../${name}")
  ]))
}

locals {
  write = {
    command = "mkdir -p \"$OVERLAY\" && printf '%s' \"$KUSTOMIZATION\" >\"$OVERLAY/kustomization.yaml\" && printf '%s' \"$INSTALLATION\" >\"$OVERLAY/installation.yaml\" && printf '%s' \"$NAMESPACE\" >\"$OVERLAY/namespace.yaml\""
    environment = {
      OVERLAY       = local.overlay
      KUSTOMIZATION = local.files["kustomization.yaml"]
      INSTALLATION  = local.files["installation.yaml"]
      NAMESPACE     = local.files["namespace.yaml"]
    }
  }

  # On the server's side: fields that the autoscaler or an operator owns stay theirs.
  apply = "kubectl --context \"$CONTEXT\" apply --server-side --field-manager=terraform-identity -k \"$OVERLAY\""
  wait  = "kubectl --context \"$CONTEXT\" --namespace \"$TARGET\" rollout status deployment/identity --timeout=10m" # progressDeadlineSeconds of the base
}

resource "terraform_data" "overlay" {
  input            = local.files
  triggers_replace = local.files

  provisioner "local-exec" {
    interpreter = ["/bin/sh", "-euc"]
    command     = local.write.command
    environment = local.write.environment
  }
}

# Writes the overlay again: the machine that applies a change of the base need not be the one that wrote it. There is no
# destroy step: it would run at each change too, and take the database with it. README.md says how to take an installation away.
resource "terraform_data" "installation" {
  count = var.apply ? 1 : 0

  triggers_replace = [local.files, local.sources, var.kube_context]
  depends_on       = [terraform_data.overlay]

  provisioner "local-exec" {
    interpreter = ["/bin/sh", "-euc"]
    command     = "${local.write.command} && ${local.apply} && ${local.wait}"
    environment = merge(
      local.write.environment,
      { CONTEXT = var.kube_context, TARGET = var.namespace },
      var.kubeconfig == null ? {} : { KUBECONFIG = var.kubeconfig },
    )
  }
}
