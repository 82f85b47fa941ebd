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
        return PlaceIn(content, name) is int place
            ? new FeatureLabel(content[..place], name, content[(place + name.Length)..])
            : new FeatureLabel("", name, $" = {content}");
    }

    /// <summary>The label cut to its room.</summary>
    public string Fit(double room)
    {
        double nameRoom = room - TextMeasure.Width(Before + After, Size);
        return Width <= room || nameRoom < MinNameWidth
            ? TextMeasure.Fit(ToString(), room, Size)
            : Before + TextMeasure.Fit(Name, nameRoom, Size) + After;
    }

    /// <summary>
    /// Returns the place of the name in a condition such as <c>age ≤ 30</c>, <c>30 &lt; age</c> or <c>job = nurse</c>; null if the
    /// content is none. A text that happens to have the name in it, such as the city New York City, is none.
    /// </summary>
    private static int? PlaceIn(string content, string name)
    {
        if (content.StartsWith($"{name} ", StringComparison.Ordinal))
            return 0;
        foreach (string start in new[] { $"< {name}", $"≤ {name}" })
        {
            int place = content.IndexOf(start, StringComparison.Ordinal), end = place + start.Length;
            if (place >= 0 && (end == content.Length || content[end] == ' '))
                return place + 2;
        }

        return null;
    }

    public override string ToString() => Before + Name + After;
}
