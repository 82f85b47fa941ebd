using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>Activation functions beside their derivatives.</summary>
internal sealed class ActivationFunctions : Plot
{
    private const int Points = 401;
    private const double Gap = 28;
    private readonly Interval x;
    private readonly (double X, double Y)[][] values, derivatives;

    public ActivationFunctions(IReadOnlyList<Activation> activations, Interval x, string title)
        : base(title, subtitle: null, LegendOf(activations))
    {
        this.x = x;
        float[] inputs = [.. Enumerable.Range(0, Points).Select(i => (float)(x.From + x.Length * i / (Points - 1)))];
        var column = new Tensor([Points, 1], inputs);
        values = new (double, double)[activations.Count][];
        derivatives = new (double, double)[activations.Count][];
        for (int i = 0; i < activations.Count; i++)
        {
            Tensor outputs = Values(activations[i], column);
            values[i] = Curve(inputs, outputs);
            derivatives[i] = Curve(inputs, Derivatives(activations[i], column, outputs));
        }
    }

    private protected override double ContentHeight => 330;

    private protected override void Draw(SvgWriter svg, Box area)
    {
        double width = (area.Width - Gap) / 2;
        DrawPanel(svg, area with { Width = width }, "f(x)", values);
        DrawPanel(svg, area with { Left = area.Left + width + Gap, Width = width }, "f′(x)", derivatives);
    }

    private void DrawPanel(SvgWriter svg, Box panel, string label, (double X, double Y)[][] curves)
    {
        Interval y = Interval.Of(curves.SelectMany(curve => curve).Select(point => point.Y)).WithNearbyZero();
        var axes = new Axes(panel, x, Ticks.Around(y, Axes.YSpaces(panel.Height)), "x", label);
        axes.Draw(svg);
        for (int i = 0; i < curves.Length; i++)
            axes.DrawCurve(svg, Style(i), $"fill-{i}", curves[i]);
    }

    private static LegendEntry[] LegendOf(IReadOnlyList<Activation> activations) =>
        activations.Count == 1 ? [] : [.. activations.Select((activation, i) => LegendEntry.OfCurve(activation.Name, Style(i)))];

    private static string Style(int series) => $"curve line-{series}";

    /// <summary>Computes the function of each number; a function of a whole row has other values for the numbers as one row.</summary>
    private static Tensor Values(Activation activation, Tensor column)
    {
        Tensor alone = activation.Call(column), together = activation.Call(column.Reshape([1, Points]));
        return alone.AsSpan().SequenceEqual(together.AsSpan())
            ? alone
            : throw new ArgumentException(
                $"'{activation.Name}' is a function of a whole row, not of one number; it has no curve.", "activations");
    }

    private static Tensor Derivatives(Activation activation, Tensor column, Tensor outputs)
    {
        var gradient = new Tensor(column.Shape);
        gradient.AsSpan().Fill(1);
        activation.Differentiate(column, outputs, gradient);
        return gradient;
    }

    private static (double X, double Y)[] Curve(float[] x, Tensor y) => [.. x.Zip(y.ToArray(), (a, b) => ((double)a, (double)b))];
}

public abstract partial class Plot
{
    /// <summary>Activation functions from −5 to 5 on the left and their derivatives on the right.</summary>
    /// <param name="activations">At least one and at most eight functions of one number.</param>
    /// <exception cref="ArgumentException">
    /// There are none or more than eight, or one is a function of a whole row, such as softmax.
    /// </exception>
    public static Plot ActivationFunctions(params IReadOnlyList<Activation> activations) => ActivationFunctions(activations, -5, 5);

    /// <summary>Activation functions on the left and their derivatives on the right.</summary>
    /// <param name="activations">At least one and at most eight functions of one number.</param>
    /// <param name="from">The minimum x.</param>
    /// <param name="to">The maximum x.</param>
    /// <param name="title">The line above the picture; by default it names the function, if it is one.</param>
    /// <exception cref="ArgumentException">
    /// There are none or more than eight, or one is a function of a whole row, such as softmax.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, or not of float's finite numbers.</exception>
    public static Plot ActivationFunctions(IReadOnlyList<Activation> activations, float from, float to, string? title = null)
    {
        Check.NoNulls(activations);
        Check.Count(activations.Count, 1, Palette.Light.Series.Count, "activation functions", nameof(activations));
        if (!float.IsFinite(from))
            throw new ArgumentOutOfRangeException(nameof(from), from, string.Create(CultureInfo.InvariantCulture,
                $"'{nameof(from)}' must be finite; it "
                + $"is {from}."));
        if (!(to > from) || !float.IsFinite(to))
            throw new ArgumentOutOfRangeException(nameof(to), to, $"'{nameof(to)}' must be greater than '{nameof(from)}' and finite.");
        return new ActivationFunctions(
            activations, Interval.Between(from, to),
            Check.Title(title ?? (activations.Count == 1 ? $"Activation function {activations[0].Name}" : "Activation functions")));
    }
}
