using System.Collections;

namespace NeuralNet.Text;

/// <summary>The elements of a vocabulary. An element is created when it is read.</summary>
/// <param name="column">The name of the column.</param>
/// <param name="tokens">The tokens, of which the first stands for unknown ones.</param>
/// <param name="count">The number of elements; those beyond the tokens are padding.</param>
internal sealed class TokenFeatures(string column, string[] tokens, int count) : IReadOnlyList<EncodedFeature>
{
    private readonly string[] columns = [column];

    public int Count => count;

    public EncodedFeature this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return new EncodedFeature(NameOf(index), columns);
        }
    }

    public IEnumerator<EncodedFeature> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string NameOf(int index) => index switch
    {
        0 => $"{column} unknown",
        _ when index < tokens.Length => $"{column}: {tokens[index]}",
        _ => FormattableString.Invariant($"{column} padding #{index}"),
    };
}
