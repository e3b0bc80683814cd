namespace Identity.Grains;

/// <summary>Marks a grain's method that decides on the record as the activation holds it, however old, and answers only what its own
/// commit, or a look at the row's version, has confirmed (<c>ApplyConfirmedAsync</c>). The version check before the call is left out:
/// the compare-and-swap is one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConfirmsItselfAttribute : Attribute
{
    /// <summary>The grain's key is usually new: the method begins with no record, unread, and finds one when its insert meets it.</summary>
    public bool New { get; init; }
}
