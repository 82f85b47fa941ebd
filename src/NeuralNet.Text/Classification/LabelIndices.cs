namespace NeuralNet.Text;

/// <summary>The indices of the names of classes.</summary>
internal static class LabelIndices
{
    /// <exception cref="ArgumentException">A name is null or there twice.</exception>
    public static Dictionary<string, int> ByName(IReadOnlyList<string> classes)
    {
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Count; i++)
        {
            if (!indices.TryAdd(classes[i] ?? throw NullLabel(i), i))
                throw new ArgumentException($"The label '{classes[i]}' occurs twice.", "labels");
        }

        return indices;
    }

    /// <exception cref="ArgumentException">There are no texts, another number of labels, or an element is null.</exception>
    public static void RequireOneForEach(IReadOnlyList<string> texts, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        if (texts.Count == 0)
            throw new ArgumentException("There are no texts.", nameof(texts));
        if (texts.Count != labels.Count)
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {texts.Count} texts and {labels.Count} labels; give a label for each text."), nameof(labels));
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i] is null)
                throw new ArgumentNullException(nameof(texts), FormattableString.Invariant($"texts[{i}] is null."));
            if (labels[i] is null)
                throw NullLabel(i);
        }
    }

    /// <summary>Returns the indices of labels as a tensor of the shape (rows, 1).</summary>
    /// <exception cref="ArgumentException">A label is unknown.</exception>
    public static Tensor Of(IReadOnlyList<string> labels, Dictionary<string, int> indices)
    {
        var targets = new Tensor([labels.Count, 1]);
        for (int i = 0; i < labels.Count; i++)
            targets[i, 0] = IndexOf(labels[i], indices);
        return targets;
    }

    /// <exception cref="ArgumentException">The label is unknown.</exception>
    public static int IndexOf(string label, Dictionary<string, int> indices) => indices.TryGetValue(label, out int index)
        ? index
        : throw new ArgumentException($"The label '{label}' is none of the classes: {string.Join(", ", indices.Keys)}.", nameof(label));

    private static ArgumentNullException NullLabel(int index) => new("labels", FormattableString.Invariant($"labels[{index}] is null."));
}
