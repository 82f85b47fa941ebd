using System.Text;

namespace NeuralNet;

/// <summary>
/// The result of <see cref="Model.LoadWeights(string, bool, WeightMapping?)"/>: the parameters that got values and those that did not.
/// </summary>
public sealed class WeightsReport
{
    private const int Shown = 10;

    internal WeightsReport(
        IReadOnlyList<string> loaded, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> mismatched,
        IReadOnlyList<string> notes) =>
        (Loaded, Missing, Unexpected, Mismatched, Notes) = (loaded, missing, unexpected, mismatched, notes);

    /// <summary>The parameters that got values.</summary>
    public IReadOnlyList<string> Loaded { get; }

    /// <summary>The parameters for which the file has no tensor.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The tensors that match no parameter of the model.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>The parameters whose tensor has another shape, each with both shapes.</summary>
    public IReadOnlyList<string> Mismatched { get; }

    /// <summary>
    /// Further notes: a file with PyTorch's names and the mapping that it needs, and each normalization layer of the mapping whose epsilon
    /// is not PyTorch's default. Empty if there are none.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Gets a value indicating whether every parameter got values and no tensor was left over.</summary>
    public bool IsComplete => Missing.Count == 0 && Unexpected.Count == 0 && Mismatched.Count == 0;

    /// <summary>Returns the report as a text with the first names of each kind and the notes.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Counted.Of(Loaded.Count, "parameter") + (Loaded.Count == 1 ? " matches" : " match"));
        Append(text, "missing in the file", Missing);
        Append(text, "of another shape", Mismatched);
        Append(text, "in the file only", Unexpected);
        foreach (string note in Notes)
            text.Append(". ").Append(note);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string what, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return;
        text.Append("; ").Append(what).Append(": ").AppendJoin(", ", names.Take(Shown));
        if (names.Count > Shown)
            text.Append(FormattableString.Invariant($" and {names.Count - Shown} more"));
    }
}
