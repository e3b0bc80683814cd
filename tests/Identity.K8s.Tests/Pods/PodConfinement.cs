using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Pods;

public class PodConfinement
{
    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Every_pod_runs_without_privileges(string overlay)
    {
        foreach (var pod in Overlay.Of(overlay).PodTemplates.Select(template => template["spec"]))
        {
            Assert.Equal("true", pod.At("securityContext.runAsNonRoot").Text);
            Assert.True(pod.At("securityContext.runAsUser").Number > 0);
            Assert.Equal("RuntimeDefault", pod.At("securityContext.seccompProfile.type").Text);
            Assert.False(pod["hostNetwork"].Exists || pod["hostPID"].Exists || pod["hostIPC"].Exists);
            Assert.DoesNotContain(pod["volumes"].Items, volume => volume["hostPath"].Exists);
        }
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Every_container_has_a_read_only_root_and_no_capabilities(string overlay)
    {
        foreach (var container in Containers(overlay))
        {
            var context = container["securityContext"];
            Assert.Equal("true", context["readOnlyRootFilesystem"].Text);
            Assert.Equal("false", context["allowPrivilegeEscalation"].Text);
            Assert.Equal("false", context["privileged"].Text);
            Assert.Equal(["ALL"], context.At("capabilities.drop").Texts);
            Assert.False(context.At("capabilities.add").Exists);
        }
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void No_pod_gets_a_token_of_the_Kubernetes_API(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        Assert.All(rendered.PodTemplates, template => Assert.Equal("false", template.At("spec.automountServiceAccountToken").Text));
        Assert.All(rendered.OfKind("ServiceAccount"), account => Assert.Equal("false", account["automountServiceAccountToken"].Text));
        Assert.Equal("identity", rendered.Pod["serviceAccountName"].Text);
        Assert.DoesNotContain(rendered.Objects, manifest => manifest["kind"].Text is "Role" or "ClusterRole" or "RoleBinding" or "ClusterRoleBinding");
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void No_variables_come_from_the_services_of_the_namespace(string overlay) =>
        Assert.All(Overlay.Of(overlay).PodTemplates, template => Assert.Equal("false", template.At("spec.enableServiceLinks").Text));

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void The_namespace_refuses_pods_that_ask_for_more(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var space = rendered.OfKind("Namespace").Single();

        Assert.Equal("restricted", space.At("metadata.labels")["pod-security.kubernetes.io/enforce"].Text);
        Assert.All(rendered.Objects.Where(manifest => manifest["kind"].Text != "Namespace"), manifest => Assert.Equal(Overlay.Name(space), manifest.At("metadata.namespace").Text));
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Every_mount_is_of_a_volume_and_nothing_but_empty_folders_can_be_written(string overlay)
    {
        foreach (var pod in Overlay.Of(overlay).PodTemplates.Select(template => template["spec"]))
        {
            var volumes = pod["volumes"].Items.ToDictionary(volume => volume["name"].Text!);
            foreach (var mount in pod["containers"].Items.SelectMany(container => container["volumeMounts"].Items))
            {
                var volume = Assert.Contains(mount["name"].Text!, (IDictionary<string, Node>)volumes);
                Assert.True(volume["emptyDir"].At("sizeLimit").Exists || mount["readOnly"].Text == "true");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Memory_is_bounded_and_CPU_is_not_throttled(string overlay)
    {
        foreach (var container in Containers(overlay))
        {
            var resources = container["resources"];
            Assert.True(resources.At("requests.cpu").Exists && resources.At("requests.memory").Exists);
            Assert.Equal(["memory"], resources["limits"].Entries.Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void No_image_floats(string overlay) =>
        Assert.All(Containers(overlay), container => Assert.Matches(@"(@sha256:[0-9a-f]{64}|:(?!latest$)[\w][\w.-]*)$", container["image"].Text));

    private static IEnumerable<Node> Containers(string overlay) =>
        Overlay.Of(overlay).PodTemplates.SelectMany(template => template.At("spec.containers").Items.Concat(template.At("spec.initContainers").Items));
}
