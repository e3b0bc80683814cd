variable "namespace" {
  description = "The Kubernetes namespace; made where it is missing. One installation a namespace."
  type        = string
  default     = "identity"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "A namespace is 1 to 63 lower-case letters, digits and dashes."
  }
}

variable "kube_context" {
  description = "The context of the kubeconfig to apply to. Required, so that nothing is applied to whatever cluster is current."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[-A-Za-z0-9_.:/@]+$", var.kube_context))
    error_message = "A context's name has letters, digits and -_.:/@ only."
  }
}

variable "kubeconfig" {
  description = "The kubeconfig file. Null: kubectl's own rules ($KUBECONFIG, then ~/.kube/config)."
  type        = string
  default     = null
}

variable "image" {
  description = "The server's image, with a tag or, better, a digest."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][-a-z0-9._:/]*[a-z0-9](:[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}|@sha256:[0-9a-f]{64})$", var.image)) && !endswith(var.image, ":latest")
    error_message = "Name a tag other than latest, or a digest: registry.example.com/identity-server:1.0.0."
  }
}

variable "replicas" {
  description = "Pods at least and at most; the autoscaler moves between them. Each needs a node of its own."
  type = object({
    min = optional(number, 3)
    max = optional(number, 6)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.replicas.min >= 2 && var.replicas.max >= var.replicas.min && floor(var.replicas.min) == var.replicas.min && floor(var.replicas.max) == var.replicas.max
    error_message = "At least 2 pods (one may die), and not more at least than at most."
  }
}

variable "hostnames" {
  description = "The public host, and the administrators' own."
  type = object({
    public = string
    admin  = string
  })
  nullable = false

  validation {
    condition     = alltrue([for host in values(var.hostnames) : can(regex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$", host))])
    error_message = "Host names, without scheme or path: id.example.com."
  }

  validation {
    condition     = var.hostnames.public != var.hostnames.admin
    error_message = "Administration needs a host of its own."
  }
}

variable "entry" {
  description = "How requests come in: ingress (networking.k8s.io), gateway (Gateway API) or none (you bring a route)."
  type        = string
  default     = "ingress"
  nullable    = false

  validation {
    condition     = contains(["ingress", "gateway", "none"], var.entry)
    error_message = "One of ingress, gateway, none."
  }
}

variable "ingress_namespace" {
  description = "Where the Ingress controller's or gateway's pods run: only they reach the pods."
  type        = string
  default     = "ingress"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.ingress_namespace))
    error_message = "A namespace is 1 to 63 lower-case letters, digits and dashes."
  }
}

variable "monitoring" {
  description = "Monitors and alarms for the Prometheus operator, and the namespace from which metrics may be read."
  type = object({
    enabled   = optional(bool, true)
    namespace = optional(string, "monitoring")
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.monitoring.namespace))
    error_message = "A namespace is 1 to 63 lower-case letters, digits and dashes."
  }
}

variable "tls" {
  description = "Certificates by cert-manager: between the pods, and from the proxy to the pods."
  type = object({
    peers   = optional(bool, true)
    serving = optional(bool, true)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.tls.serving || var.entry != "ingress"
    error_message = "The Ingress speaks HTTPS to the pods: tls.serving cannot be switched off with entry = ingress."
  }
}

variable "database" {
  description = <<-TEXT
    Where PostgreSQL is. kind "cloudnative-pg" makes a cluster of three beside the pods. kind "external" takes a database
    that is there: url (jdbc:postgresql://host:5432/identity?sslmode=verify-full) and its addresses (CIDR), to which alone
    the pods may connect. User and password are in the secret identity-db-app (username, password) in both cases.
  TEXT
  type = object({
    kind      = optional(string, "cloudnative-pg")
    url       = optional(string)
    addresses = optional(list(string), [])
    pool      = optional(number, 32)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["cloudnative-pg", "external"], var.database.kind)
    error_message = "database.kind is cloudnative-pg or external."
  }

  validation {
    condition     = var.database.kind != "external" || (var.database.url != null && length(var.database.addresses) > 0)
    error_message = "An external database needs url and addresses."
  }

  validation {
    condition     = var.database.url == null || !can(regex("password=", lower(coalesce(var.database.url, "-"))))
    error_message = "No password in database.url: it would be in Terraform's state. It belongs in the secret identity-db-app."
  }

  validation {
    condition     = !can(regex("[\r\n\"'\\\\]", coalesce(var.database.url, "-")))
    error_message = "database.url is one line without quotes and backslashes."
  }

  validation {
    condition     = alltrue([for address in var.database.addresses : can(cidrhost(address, 0))])
    error_message = "database.addresses are networks: 10.1.2.3/32."
  }
}

variable "resources" {
  description = "What a pod asks for, and its memory limit. There is no CPU limit: throttling looks like death to peers."
  type = object({
    cpu          = optional(string, "500m")
    memory       = optional(string, "256Mi")
    memory_limit = optional(string, "512Mi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for quantity in values(var.resources) : can(regex("^[0-9]+(\\.[0-9]+)?(m|Ki|Mi|Gi)?$", quantity))])
    error_message = "Kubernetes quantities: 500m, 256Mi."
  }
}

variable "settings" {
  description = "Further settings of the server by variable name (docs/configuration.md). No secrets: they would be in Terraform's state."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.settings) : can(regex("^(KC|IDENTITY)_[A-Z0-9_]+$", name))])
    error_message = "Names of settings begin with KC_ or IDENTITY_."
  }

  validation {
    condition     = length(setintersection(keys(var.settings), ["KC_DB_PASSWORD", "KC_BOOTSTRAP_ADMIN_PASSWORD", "IDENTITY_SEAL_KEYS"])) == 0
    error_message = "Secrets belong in Kubernetes secrets, by reference: docs/operations.md."
  }

  validation {
    condition     = alltrue([for value in values(var.settings) : !can(regex("[\r\n\"'\\\\]", value))])
    error_message = "A value is one line without quotes and backslashes."
  }
}

variable "apply" {
  description = "False: only writes the overlay, for review or for a GitOps repository."
  type        = bool
  default     = true
  nullable    = false
}
