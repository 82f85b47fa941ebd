namespace NeuralNet.Plotting;

/// <summary>
/// The label of a row of a plot: the name of a feature, and the text before and behind the name, such as its value. Where the label
/// has too little room, the name is shortened, so that the value remains.
/// </summary>
/// <param name="Before">The text before the name, such as <c>0.3 &lt; </c>.</param>
/// <param name="Name">The name of the feature.</param>
/// <param name="After">The text behind the name, such as <c> = 5.1</c>.</param>
internal sealed record FeatureLabel(string Before, string Name, string After)
{
    private const double Size = 12, MinNameWidth = 40;

    /// <summary>A label without a value.</summary>
    public FeatureLabel(string name)
        : this("", name, "")
    {
    }

    public double Width => TextMeasure.Width(ToString(), Size);

    /// <summary>The label of a feature with its content: a value, or a condition that says already of which feature it is.</summary>
    public static FeatureLabel Of(string name, string? content)
    {
        if (content is null)
            return new FeatureLabel(name);
        int place = content.IndexOf(name, StringComparison.Ordinal);
        return place < 0
            ? new FeatureLabel("", name, $" = {content}")
            : new FeatureLabel(content[..place], name, content[(place + name.Length)..]);
    }

    /// <summary>The label cut to its room.</summary>
    public string Fit(double room)
    {
        double nameRoom = room - TextMeasure.Width(Before + After, Size);
        return Width <= room || nameRoom < MinNameWidth
            ? TextMeasure.Fit(ToString(), room, Size)
            : Before + TextMeasure.Fit(Name, nameRoom, Size) + After;
    }

    public override string ToString() => Before + Name + After;
}
