using FsCheck;
using FsCheck.Fluent;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;

namespace Identity.Grains.Tests.Storage;

/// <summary>A key is made in one place and read in one way only, whatever the texts that it is to be made of.</summary>
public class KeysOfRecords
{
    private static readonly string[] s_hostile =
        ["/", "a/b", "/a", "a/", "a//b", "\0", "a\0b", "a\nb", "\u001b[2J", "\ud800", "a\udc00b", "\u2028", "\u202e", "\u200b", "", " ", ".", "..", "~nobody", "x~offline", "%2F", "\uff0f", "\u2215", new('a', 255), new('a', 256)];

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.Elements(s_hostile),
        Gen.Choose(0, 0xffff).Select(letter => (char)letter).ListOf().Select(letters => string.Concat(letters)),
        Gen.Elements("ab/~.\0\n-".ToCharArray()).ListOf().Select(letters => string.Concat(letters)),
        Gen.Choose(0, int.MaxValue).Select(number => new Guid(number, 0, 0, new byte[8]).ToString()));

    private static readonly Config s_many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void A_key_that_can_be_made_is_read_as_what_it_was_made_of()
    {
        Check(Gen.Two(s_text), pair =>
        {
            var (realmId, id) = pair;
            if (!RecordId.IsValid(realmId) || !RecordId.IsValid(id))
            {
                Assert.Throws<ArgumentException>(() => new EntityKey(realmId, id));
                return;
            }

            var key = new EntityKey(realmId, id);
            Assert.Equal((realmId, id), (EntityKey.Parse(key.ToString()).RealmId, EntityKey.Parse(key.ToString()).Id));
            Assert.Equal(1, key.ToString().Count(letter => letter == '/'));
        });
    }

    [Fact]
    public void A_text_is_a_key_only_when_it_is_what_that_key_writes()
    {
        Check(s_text, text => Assert.True(!EntityKey.TryParse(text, out var key) || key.ToString() == text));
        Assert.Throws<FormatException>(() => EntityKey.Parse("realm/a/b"));
        Assert.Throws<InvalidOperationException>(() => default(EntityKey).ToString());
    }

    [Fact]
    public void Two_records_never_share_a_key()
    {
        Check(Gen.Two(Gen.Two(s_text)), pairs =>
        {
            var ((realm, id), (otherRealm, otherId)) = pairs;
            if (RecordId.IsValid(realm) && RecordId.IsValid(id) && RecordId.IsValid(otherRealm) && RecordId.IsValid(otherId))
            {
                Assert.Equal((realm, id) == (otherRealm, otherId), new EntityKey(realm, id).ToString() == new EntityKey(otherRealm, otherId).ToString());
            }
        });
    }

    [Theory]
    [InlineData("/")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("\u001b[2J")]
    [InlineData("\u2028")]
    [InlineData("\u202e")]
    public void What_cannot_be_an_id_is_no_part_of_a_key(string id)
    {
        Assert.Throws<ArgumentException>(() => new EntityKey(id, "a"));
        Assert.Throws<ArgumentException>(() => new EntityKey("a", id));
        Assert.Throws<ArgumentException>(() => EntityKey.ForRealm(id));
        Assert.Equal(RecordId.Nobody, EntityKey.ToFind("a", id).Id);
        Assert.False(RecordId.IsChoosable(id));
    }

    [Fact]
    public void Half_a_surrogate_pair_or_too_long_a_text_is_no_id()
    {
        Assert.False(RecordId.IsValid("\ud800"));
        Assert.False(RecordId.IsValid("a\udc00b"));
        Assert.True(RecordId.IsValid("\ud83d\ude00"));
        Assert.True(RecordId.IsValid("\ufffd"));
        Assert.False(RecordId.IsValid(null));
        Assert.True(RecordId.IsValid(new string('a', 255)));
        Assert.False(RecordId.IsValid(new string('a', 256)));
    }

    [Fact]
    public void Nobody_can_be_chosen_by_no_one()
    {
        Assert.False(RecordId.IsChoosable(RecordId.Nobody));
        Assert.False(RecordId.IsChoosable("login~offline"));
        Assert.False(RecordId.IsChoosable(".."));
        Assert.False(RecordId.IsChoosable("a%2Fb"));
        Assert.True(RecordId.IsChoosable("f:4d6c:Jürgen Groß"));
        Check(s_text, text => Assert.True(!RecordId.IsChoosable(text) || (RecordId.IsValid(text) && Uri.UnescapeDataString(Uri.EscapeDataString(text)) == text)));
    }

    [Fact]
    public void The_key_of_an_offline_session_is_that_of_no_other()
    {
        Assert.Equal(SessionKey.Of("realm", "sid", offline: true), SessionKey.Of("realm", "sid", offline: true));
        Assert.NotEqual(SessionKey.Of("realm", "sid", offline: true), SessionKey.Of("realm", "sid~offline", offline: false));
        Check(Gen.Two(s_text), sids => Assert.True(
            SessionKey.Of("realm", sids.Item1, offline: true) != SessionKey.Of("realm", sids.Item2, offline: false)
            || SessionKey.Of("realm", sids.Item1, offline: true).Id == RecordId.Nobody));
    }

    [Fact]
    public void No_token_passes_for_a_client_assertion() =>
        Check(s_text, text => Assert.NotEqual(RevokedTokenKey.OfAssertion("realm", "digest"), RevokedTokenKey.OfToken("realm", text.Length == 0 ? "assertion:digest" : text)));

    [Fact]
    public void No_token_passes_for_a_login_or_a_browser()
    {
        Assert.NotEqual(RevokedTokenKey.OfLogin("realm", "sid"), RevokedTokenKey.OfToken("realm", "login:sid"));
        Assert.NotEqual(RevokedTokenKey.OfBrowser("realm", "digest"), RevokedTokenKey.OfToken("realm", "browser:digest"));
    }

    private static void Check<T>(Gen<T> values, Action<T> holds) => Prop.ForAll(values.ToArbitrary(), holds).Check(s_many);
}
