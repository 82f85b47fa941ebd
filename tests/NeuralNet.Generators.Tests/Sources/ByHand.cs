using System;
using NeuralNet;

namespace My.Layers;

/// <summary>A layer that reads and writes one of its settings in a way of its own, and has its fluent method already.</summary>
/// <param name="axis">The axis.</param>
/// <param name="when">A date, which no file can hold as it is.</param>
[Configurable("along")]
public sealed partial class Along(int axis, DateTime when = default) : Layer
{
    /// <inheritdoc/>
    protected override void Forward(Frame frame)
    {
    }

    /// <inheritdoc/>
    protected override void Backward(Frame frame)
    {
    }

    private static int ReadAxis(Configuration configuration) => configuration.GetInt32s("axis")![0];

    private static DateTime ReadWhen(Configuration configuration) => new(configuration.GetInt32("year", 1), 1, 1);

    private void WriteWhen(Configuration configuration) => configuration.Set("year", when.Year);
}

/// <summary>The fluent method of <see cref="Along"/>.</summary>
public static class AlongExtensions;

/// <summary>A constant with two constructors, saved and loaded by hand.</summary>
[Configurable("two")]
public sealed partial class TwoWays : Initializer
{
    private readonly float value;

    /// <summary>Makes it of a number.</summary>
    public TwoWays(float value) => this.value = value;

    /// <summary>Makes it of a text.</summary>
    public TwoWays(string value) => this.value = value.Length;

    /// <inheritdoc/>
    protected override void Initialize(Span<float> values, Shape shape, RandomStream random) => values.Fill(value);

    /// <inheritdoc/>
    protected override void WriteTo(Configuration configuration) => configuration.Set("value", value);

    internal static TwoWays From(Configuration configuration) => new(configuration.GetSingle("value"));
}
