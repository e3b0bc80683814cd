namespace Identity.Faults.Histories;

/// <summary>What a client can ask for.</summary>
internal enum OperationKind
{
    /// <summary>The login page is opened.</summary>
    Page,

    /// <summary>The right password is submitted. Ok: a code came back. Refused: the password was.</summary>
    Login,

    /// <summary>A wrong password is submitted. Refused: it was counted, unless the user was locked already.</summary>
    WrongPassword,

    /// <summary>A code is exchanged for tokens.</summary>
    Exchange,

    /// <summary>A refresh token is presented.</summary>
    Refresh,

    /// <summary>An access token is presented to userinfo. Refused: 401.</summary>
    UserInfo,

    /// <summary>An access token is asked about. Refused: it is not active.</summary>
    Introspect,

    /// <summary>The session is ended.</summary>
    Logout,

    /// <summary>The refresh token is revoked.</summary>
    Revoke,
}
