namespace Identity.Gateway.Mail;

/// <summary>One mail to one person.</summary>
/// <param name="To">The address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">For readers without HTML.</param>
/// <param name="Html">The same as a page.</param>
internal sealed record Letter(string To, string Subject, string Text, string Html)
{
    /// <inheritdoc/>
    public override string ToString() => $"Letter {{ {Subject} }}";
}
