using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NeuralNet;

/// <summary>
/// Compares texts by their characters, and the texts true and false, in letters of any case, by their meaning: a column that has no other
/// texts may have been read as Boolean values, whose texts are <c>true</c> and <c>false</c>.
/// </summary>
internal sealed class TokenComparer : IEqualityComparer<string>
{
    private const string True = "true", False = "false";

    public static TokenComparer Instance { get; } = new();

    /// <summary>Returns the text by which a token is known: <c>true</c> for <c>True</c>, and other texts as they are.</summary>
    public static string Canonical(string token) => token.Length switch
    {
        4 when Ascii.EqualsIgnoreCase(token, True) => True,
        5 when Ascii.EqualsIgnoreCase(token, False) => False,
        _ => token,
    };

    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Canonical(x) == Canonical(y);

    public int GetHashCode([DisallowNull] string obj) => Canonical(obj).GetHashCode(StringComparison.Ordinal);
}
