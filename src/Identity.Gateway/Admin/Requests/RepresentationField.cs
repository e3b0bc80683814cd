namespace Identity.Gateway.Admin.Requests;

/// <summary>What a field of a representation holds.</summary>
internal enum FieldKind
{
    /// <summary>A string; numbers and flags are taken as their text.</summary>
    Text,

    /// <summary>A text that is never shown again: not in a view, not in an event.</summary>
    Secret,

    /// <summary>A whole number, or its text; fractions are cut off, and a blank text is no number at all.</summary>
    Number,

    /// <summary>true or false, or its text; a blank text is neither.</summary>
    Flag,

    /// <summary>An array of strings.</summary>
    Texts,

    /// <summary>An object of strings.</summary>
    TextMap,

    /// <summary>An object of string arrays; a single string stands for an array of one.</summary>
    TextListMap,

    /// <summary>Any object.</summary>
    Object,

    /// <summary>An array of objects.</summary>
    Objects,

    /// <summary>Any JSON.</summary>
    Any,
}

/// <summary>One field of a representation.</summary>
internal sealed record RepresentationField(string Name, FieldKind Kind);
