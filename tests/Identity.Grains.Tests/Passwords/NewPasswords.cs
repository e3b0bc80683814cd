using Identity.Grains.Passwords;

namespace Identity.Grains.Tests.Passwords;

public class NewPasswords
{
    [Theory]
    [InlineData("length(8)", "1234567", "invalidPasswordMinLengthMessage", "8")]
    [InlineData("length(8)", "12345678", null, null)]
    [InlineData("length", "1234567", "invalidPasswordMinLengthMessage", "8")]
    [InlineData("maxLength(4)", "12345", "invalidPasswordMaxLengthMessage", "4")]
    [InlineData("digits(2)", "a1", "invalidPasswordMinDigitsMessage", "2")]
    [InlineData("digits", "a1", null, null)]
    [InlineData("lowerCase(1)", "ABC", "invalidPasswordMinLowerCaseCharsMessage", "1")]
    [InlineData("upperCase(2)", "aBc", "invalidPasswordMinUpperCaseCharsMessage", "2")]
    [InlineData("specialChars(1)", "abc1", "invalidPasswordMinSpecialCharsMessage", "1")]
    [InlineData("specialChars(1)", "abc!", null, null)]
    [InlineData("notUsername(undefined)", "Alice", "invalidPasswordNotUsernameMessage", null)]
    [InlineData("notContainsUsername", "xalicex", "invalidPasswordNotContainsUsernameMessage", null)]
    [InlineData("notEmail", "alice@example.org", "invalidPasswordNotEmailMessage", null)]
    [InlineData("regexPattern([a-z]+)", "abc1", "invalidPasswordRegexPatternMessage", null)]
    [InlineData("regexPattern([a-z]+)", "abc", null, null)]
    [InlineData("regexPattern(a|b)", "ab", "invalidPasswordRegexPatternMessage", null)]
    [InlineData("length(3) and digits(1)", "ab", "invalidPasswordMinLengthMessage", "3")]
    [InlineData("length(3) and digits(1)", "abc", "invalidPasswordMinDigitsMessage", "1")]
    [InlineData(null, "", null, null)]
    public void They_meet_the_realms_policy(string? policy, string password, string? messageKey, string? parameter)
    {
        var refusal = PasswordPolicy.Parse(policy).Check(password, "alice", "alice@example.org");

        Assert.Equal(messageKey, refusal?.MessageKey);
        Assert.Equal(parameter, refusal?.Parameters.SingleOrDefault());
    }

    [Fact]
    public void What_is_not_enforced_is_listed()
    {
        var policy = PasswordPolicy.Parse("length(8) and passwordHistory(3) and regexPattern([) and hashIterations(9) and passwordBlacklist(x.txt)");

        Assert.Equal(["regexPattern", "passwordBlacklist"], policy.Ignored);
        Assert.Equal(9, policy.HashIterations);
    }

    [Fact]
    public void A_pattern_that_takes_too_long_refuses_the_password()
    {
        var refusal = PasswordPolicy.Parse("regexPattern((a+)+b)").Check(new string('a', 40), "alice", null);

        Assert.Equal("invalidPasswordRegexPatternMessage", refusal!.MessageKey);
    }
}
