using NeuralNet;

namespace Extensions.Tests;

/// <summary>The order in which a <see cref="Pattern"/> repeats its values.</summary>
internal enum PatternOrder
{
    /// <summary>From the first to the last.</summary>
    Forward,

    /// <summary>From the last to the first.</summary>
    Backward,
}

/// <summary>An initializer that repeats a list of values and, by mistake, validates neither of its settings.</summary>
/// <param name="values">The values.</param>
/// <param name="order">The order of the values.</param>
[Configurable]
internal sealed partial class Pattern(IReadOnlyList<float> values, PatternOrder order = PatternOrder.Forward) : Initializer
{
    protected override void Initialize(Span<float> target, Shape shape, RandomStream random)
    {
        for (int i = 0; values is not null && i < target.Length; i++)
            target[i] = values[order == PatternOrder.Forward ? i % values.Count : values.Count - 1 - i % values.Count];
    }
}
