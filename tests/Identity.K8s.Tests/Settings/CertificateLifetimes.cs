using System.Globalization;
using Identity.K8s.Tests.Manifests;

namespace Identity.K8s.Tests.Settings;

public class CertificateLifetimes
{
    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Leave_at_least_ten_days_to_notice_that_renewing_fails(string overlay) =>
        Assert.All(Overlay.Of(overlay).OfKind("Certificate"), certificate =>
            Assert.InRange(Hours(certificate.At("spec.renewBefore")), 240, Hours(certificate.At("spec.duration")) / 2));

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Authorities_keep_their_key_and_the_others_change_theirs(string overlay) =>
        Assert.All(Overlay.Of(overlay).OfKind("Certificate"), certificate =>
            Assert.Equal(certificate.At("spec.isCA").Text == "true" ? "Never" : "Always", certificate.At("spec.privateKey.rotationPolicy").Text));

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Authorities_outlive_what_they_sign(string overlay)
    {
        var certificates = Overlay.Of(overlay).OfKind("Certificate").ToList();

        // An authority is renewed before it has less to live than anything that it signs.
        var shortest = certificates.Where(IsAuthority).Min(authority => Hours(authority.At("spec.renewBefore")));
        var longest = certificates.Where(certificate => !IsAuthority(certificate)).Max(certificate => Hours(certificate.At("spec.duration")));
        Assert.True(shortest > longest);
    }

    [Theory]
    [MemberData(nameof(Overlay.Serious), MemberType = typeof(Overlay))]
    public void Every_issuer_of_the_namespace_exists_and_the_peers_share_theirs_with_nobody(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var issuers = rendered.OfKind("Issuer").Select(Overlay.Name).ToList();

        var certificates = rendered.OfKind("Certificate").ToList();

        Assert.All(certificates.Where(certificate => certificate.At("spec.issuerRef.kind").Text == "Issuer"), certificate => Assert.Contains(certificate.At("spec.issuerRef.name").Text, issuers));
        Assert.Equal("identity-peer", Overlay.Name(Assert.Single(certificates, certificate => certificate.At("spec.issuerRef.name").Text == "identity-peer")));
        Assert.Superset(new HashSet<string?> { "server auth", "client auth" }, rendered.One("Certificate", "identity-peer").At("spec.usages").Texts.ToHashSet<string?>());
    }

    private static bool IsAuthority(Node certificate) => certificate.At("spec.isCA").Text == "true";

    private static int Hours(Node duration) => int.Parse(duration.Text!.TrimEnd('h'), CultureInfo.InvariantCulture);
}
