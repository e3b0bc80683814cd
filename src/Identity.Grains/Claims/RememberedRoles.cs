using System.Collections.Concurrent;
using Identity.Grains.Realms;

namespace Identity.Grains.Claims;

/// <summary>The roles of users by what gives them: most users of a realm have the same roles and groups, and every token asks.</summary>
/// <remarks>For one snapshot and one plan, and gone with them. Bounded: 64 combinations of at most 32 roles and groups; others are worked out
/// each time.</remarks>
internal sealed class RememberedRoles(RealmSnapshot realm)
{
    private const int MaxCombinations = 64;
    private const int MaxMemberships = 32;

    private readonly ConcurrentDictionary<Memberships, HeldRoles> _held = new();

    /// <summary>The roles that the subject's tokens may carry, for the caller to change.</summary>
    public HeldRoles Of(TokenSubject subject)
    {
        var user = subject.User;
        if (!ReferenceEquals(realm, subject.Realm) || user.RoleIds.Count + user.GroupIds.Count > MaxMemberships)
        {
            return HeldRoles.Of(subject);
        }

        var memberships = new Memberships(user.RoleIds, user.GroupIds);
        if (!_held.TryGetValue(memberships, out var held))
        {
            held = HeldRoles.Of(subject);
            if (_held.Count >= MaxCombinations)
            {
                _held.Clear();
            }

            _held.TryAdd(memberships, held);
        }

        return held.Share();
    }

    /// <summary>Ids, compared one by one in their order.</summary>
    private readonly struct Memberships(IReadOnlyList<string> roleIds, IReadOnlyList<string> groupIds) : IEquatable<Memberships>
    {
        private readonly IReadOnlyList<string> _roleIds = roleIds;
        private readonly IReadOnlyList<string> _groupIds = groupIds;

        public bool Equals(Memberships other) => AreEqual(_roleIds, other._roleIds) && AreEqual(_groupIds, other._groupIds);

        public override bool Equals(object? obj) => obj is Memberships other && Equals(other);

        public override int GetHashCode()
        {
            var hash = _roleIds.Count;
            for (var i = 0; i < _roleIds.Count; i++)
            {
                hash = HashCode.Combine(hash, _roleIds[i]);
            }

            for (var i = 0; i < _groupIds.Count; i++)
            {
                hash = HashCode.Combine(hash, _groupIds[i]);
            }

            return hash;
        }

        private static bool AreEqual(IReadOnlyList<string> left, IReadOnlyList<string> right)
        {
            if (left.Count != right.Count)
            {
                return false;
            }

            for (var i = 0; i < left.Count; i++)
            {
                if (left[i] != right[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
