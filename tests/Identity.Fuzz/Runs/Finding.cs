using System.Text;
using Identity.Fuzz.Inputs;

namespace Identity.Fuzz.Runs;

/// <summary>Something wrong, with the first input that showed it.</summary>
internal sealed record Finding(string Kind, FuzzInput Input, string Answer, int Count)
{
    public override string ToString() =>
        $"{Kind}\n    {Count} times, first: {Input.Method} {Shown(Input.Target)}\n    {Input.ContentType} {Shown(Encoding.UTF8.GetString(Input.Body ?? []))}\n    {Shown(Answer)}";

    private static string Shown(string text) => text.Length <= 600 ? text : text[..600] + $"... ({text.Length})";
}
