using System;
using System.Collections.Generic;
using NeuralNet;

namespace NeuralNet;

/// <summary>An initializer in the namespace of the library.</summary>
/// <param name="values">The values, one behind the other.</param>
[Configurable]
public sealed partial class Repeated(Tensor values) : Initializer
{
    /// <inheritdoc/>
    protected override void Initialize(Span<float> target, Shape shape, RandomStream random) => target.Fill(values.AsSpan()[0]);
}

/// <summary>A regularizer of which a parameter has the class's name: it is saved, and has no property.</summary>
/// <param name="shrink">The factor.</param>
[Configurable]
public sealed partial class Shrink(float shrink) : Regularizer
{
    private readonly float shrink = shrink;

    /// <inheritdoc/>
    protected override double Penalty(ReadOnlySpan<float> values) => shrink;

    /// <inheritdoc/>
    protected override void AddGradient(ReadOnlySpan<float> values, Span<float> gradient)
    {
    }
}

/// <summary>A constraint.</summary>
[Configurable]
public sealed partial class Unchanged : Constraint
{
    /// <inheritdoc/>
    protected override void Apply(Span<float> values, Shape shape)
    {
    }
}

/// <summary>A schedule of another schedule, and of lists that are copied.</summary>
[Configurable]
public sealed partial class Interrupted : LearningRateSchedule
{
    private readonly LearningRateSchedule schedule;
    private readonly int[] pauses;

    /// <summary>Makes the schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="pauses">The steps without a rate.</param>
    public Interrupted(LearningRateSchedule schedule, IReadOnlyList<int>? pauses = null)
    {
        this.schedule = schedule;
        this.pauses = [.. pauses ?? []];
    }

    /// <inheritdoc/>
    public override float At(long step) => Array.IndexOf(pauses, (int)step) < 0 ? schedule.At(step) : 0;
}
