using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>
/// The predictions of a classifier for many points, as a score for each class. One output p between two labels, such as 0 and 1, becomes
/// the scores of two classes: the distances from the one label and from the other.
/// </summary>
internal sealed class ClassScores
{
    private readonly float[] scores;
    private readonly float lowLabel;

    private ClassScores(float[] scores, int classes, float lowLabel, ColorScale? scale)
    {
        (this.scores, this.lowLabel) = (scores, lowLabel);
        Classes = classes;
        Scale = scale;
    }

    public int Classes { get; }

    /// <summary>The scale of the only output; null if there is one for each class.</summary>
    public ColorScale? Scale { get; }

    public IReadOnlyList<string> DefaultNames => Scale is null
        ? [.. Enumerable.Range(0, Classes).Select(i => i.ToString(CultureInfo.InvariantCulture))]
        : [lowLabel < 0 ? "−1" : "0", "1"];

    /// <summary>
    /// The scores in a model's outputs; the labels say which two numbers a single output is between. The name is that of the argument
    /// which the model was given in.
    /// </summary>
    public static ClassScores Of(Tensor outputs, int rows, Tensor labels, string name)
    {
        ArgumentNullException.ThrowIfNull(labels, "y");
        if (outputs is null || outputs.Rank is not (1 or 2) || outputs.Length == 0 || outputs.Shape[0] != rows)
            throw new ArgumentException(
                $"The model must give {rows} rows of outputs for {rows} points; it gave {outputs?.Shape.ToString() ?? "null"}.", name);
        Check.Finite(outputs, name);
        if (outputs.Length > rows)
            return new ClassScores(outputs.ToArray(), outputs.Shape[1], 0, null);
        float low = labels.AsSpan().Contains(-1) ? -1 : 0;
        float[] scores = new float[2 * rows];
        for (int i = 0; i < rows; i++)
            (scores[2 * i], scores[2 * i + 1]) = (1 - outputs.AsSpan()[i], outputs.AsSpan()[i] - low);
        return new ClassScores(scores, 2, low, new ColorScale((1 + low) / 2.0, (1 - low) / 2.0));
    }

    public int Winner(int point) => ClassLabels.IndexOfMax(Row(point));

    /// <summary>Returns the score of a class minus the maximum of the others, positive where the class wins.</summary>
    public double Lead(int point, int subject)
    {
        ReadOnlySpan<float> row = Row(point);
        double maxOther = double.NegativeInfinity;
        for (int i = 0; i < row.Length; i++)
            maxOther = i == subject ? maxOther : Math.Max(maxOther, row[i]);
        return row[subject] - maxOther;
    }

    /// <summary>The colour of the winner, as strong as its lead; a lead is at its maximum, 1, where a probability is.</summary>
    public (string Style, double Strength) Shade(int point)
    {
        int winner = Winner(point);
        return ($"fill-{winner % Palette.Light.Series.Count}", Math.Min(1, Lead(point, winner) / (1 - lowLabel)));
    }

    /// <summary>The classes of points, in one of the forms of labels.</summary>
    public int[] Labels(Tensor labels, int rows)
    {
        if (labels.Rank == 0 || labels.Shape[0] != rows)
            throw new ArgumentException($"'y' must have a class for each of the {rows} points; its shape is {labels.Shape}.", "y");
        if (lowLabel < 0 && labels.Length == rows)
        {
            Check.Finite(labels, "y");
            foreach (float label in labels.AsSpan())
            {
                if (label is not (-1 or 1))
                    throw new ArgumentException(
                        FormattableString.Invariant($"'y' has the label -1 and so must be -1 and 1; it also has {label}."), "y");
            }

            return [.. labels.ToArray().Select(label => label > 0 ? 1 : 0)];
        }

        int[] classes = ClassLabels.Of(labels, "y");
        return classes.Max() < Classes
            ? classes
            : throw new ArgumentException($"'y' has the class {classes.Max()}; the model has {Classes} classes, 0 to {Classes - 1}.", "y");
    }

    private ReadOnlySpan<float> Row(int point) => scores.AsSpan(point * Classes, Classes);
}
