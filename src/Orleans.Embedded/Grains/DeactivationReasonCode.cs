namespace Orleans;

/// <summary>The kinds of reason for which an activation ends. The numbers are those of Orleans.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason given.</summary>
    None,

    /// <summary>The process stops.</summary>
    ShuttingDown,

    /// <summary>The activation could not be made.</summary>
    ActivationFailed,

    /// <summary>The grain could not be registered.</summary>
    DirectoryFailure,

    /// <summary>No call came for the collection age, or room was needed.</summary>
    ActivationIdle,

    /// <summary>The activation stopped answering.</summary>
    ActivationUnresponsive,

    /// <summary>The grain is active elsewhere.</summary>
    DuplicateActivation,

    /// <summary>A call came that this process cannot serve.</summary>
    IncompatibleRequest,

    /// <summary>The application failed, as by a conflicting write.</summary>
    ApplicationError,

    /// <summary>The application asked for it.</summary>
    ApplicationRequested,

    /// <summary>The grain moves elsewhere.</summary>
    Migrating,
}
