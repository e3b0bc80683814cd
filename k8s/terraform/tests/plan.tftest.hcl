# terraform test: plans only, no cluster.
variables {
  kube_context = "test"
  image        = "registry.example.com:5000/identity-server:1.2.3"
  hostnames    = { public = "login.test.example", admin = "login-admin.test.example" }
}

run "defaults_are_the_production_overlay" {
  command = plan

  assert {
    condition     = yamldecode(output.files["kustomization.yaml"]).components == [for name in ["cloudnative-pg", "peer-tls", "serving-tls", "ingress", "monitoring", "installation"] : "../../../components/${name}"]
    error_message = "The components are not those of the production overlay."
  }

  assert {
    condition     = yamldecode(output.files["kustomization.yaml"]).images[0] == { name = "identity-server", newName = "registry.example.com:5000/identity-server", newTag = "1.2.3" }
    error_message = "The image is taken apart wrongly."
  }

  assert {
    condition     = yamldecode(output.files["installation.yaml"]).data.publicHost == "login.test.example"
    error_message = "The public host is not in installation.yaml."
  }

  assert {
    condition     = length(terraform_data.installation) == 1
    error_message = "Nothing would be applied."
  }
}

run "an_external_database_is_the_only_way_out" {
  command = plan

  variables {
    database = { kind = "external", url = "jdbc:postgresql://db.test.example:5432/identity?sslmode=verify-full", addresses = ["10.1.2.3/32", "10.1.2.4/32"] }
  }

  assert {
    condition     = !contains(yamldecode(output.files["kustomization.yaml"]).components, "../../../components/cloudnative-pg")
    error_message = "A database cluster would be made although there is one."
  }

  assert {
    condition     = contains(yamldecode(output.files["kustomization.yaml"]).configMapGenerator[0].literals, "KC_DB_URL=jdbc:postgresql://db.test.example:5432/identity?sslmode=verify-full")
    error_message = "The database's address is not among the settings."
  }

  assert {
    condition     = yamldecode(yamldecode(output.files["kustomization.yaml"]).patches[2].patch)[0].value == [{ ipBlock = { cidr = "10.1.2.3/32" } }, { ipBlock = { cidr = "10.1.2.4/32" } }]
    error_message = "The network policy does not name the database's addresses."
  }
}

run "a_digest_stays_a_digest" {
  command = plan

  variables {
    image = "registry.example.com/identity-server@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  assert {
    condition     = yamldecode(output.files["kustomization.yaml"]).images[0].digest == "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    error_message = "The digest is lost."
  }
}

run "the_gateway_replaces_the_ingress" {
  command = plan

  variables {
    entry = "gateway"
    apply = false
  }

  assert {
    condition     = !contains(yamldecode(output.files["kustomization.yaml"]).components, "../../../components/ingress") && contains(yamldecode(output.files["kustomization.yaml"]).components, "../../../components/gateway-tls")
    error_message = "The gateway's components are not there."
  }

  assert {
    condition     = length(terraform_data.installation) == 0
    error_message = "apply = false would apply."
  }
}

run "latest_is_refused" {
  command = plan

  variables {
    image = "registry.example.com/identity-server:latest"
  }

  expect_failures = [var.image]
}

run "a_password_in_the_state_is_refused" {
  command = plan

  variables {
    database = { kind = "external", url = "postgresql://db/identity?password=x", addresses = ["10.1.2.3/32"] }
    settings = { KC_DB_PASSWORD = "x" }
  }

  expect_failures = [var.database, var.settings]
}

run "one_host_for_all_is_refused" {
  command = plan

  variables {
    hostnames = { public = "id.test.example", admin = "id.test.example" }
  }

  expect_failures = [var.hostnames]
}

run "a_single_pod_is_refused" {
  command = plan

  variables {
    replicas = { min = 1 }
  }

  expect_failures = [var.replicas]
}
