namespace NeuralNet.Text;

/// <summary>The elements of a sequence of indices.</summary>
internal static class PositionFeatures
{
    /// <summary>Returns an element for each position.</summary>
    public static IReadOnlyList<EncodedFeature> Of(string column, int length)
    {
        string[] columns = [column];
        return [.. Enumerable.Range(0, length).Select(position =>
            new EncodedFeature(FormattableString.Invariant($"{column} token {position}"), columns))];
    }
}
