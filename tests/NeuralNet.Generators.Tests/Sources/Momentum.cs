using System;
using NeuralNet;

/// <summary>An optimizer that stands in no namespace, may be derived from and takes its parameters the old way.</summary>
[Configurable]
public partial class Momentum : Optimizer
{
    private readonly float beta1;
    private readonly bool nesterov;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="beta1">How much of the mean gradient stays from step to step, 0.9 by default.</param>
    /// <param name="nesterov">Whether to look ahead; false by default.</param>
    public Momentum(LearningRateSchedule? learningRate = null, [Setting("beta_1")] float beta1 = 0.9f, bool nesterov = false)
        : base(learningRate ?? 0.001f)
    {
        this.beta1 = beta1;
        this.nesterov = nesterov;
    }

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
    }
}

/// <summary>An optimizer that only adds a decay: what its base class keeps, its base class writes.</summary>
[Configurable]
public sealed partial class DecayedMomentum : Momentum
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="weightDecay">The decay, 0.004 by default.</param>
    /// <param name="beta1">How much of the mean gradient stays from step to step, 0.9 by default.</param>
    public DecayedMomentum(LearningRateSchedule? learningRate = null, float weightDecay = 0.004f, [Setting("beta_1")] float beta1 = 0.9f)
        : base(learningRate, beta1) => WeightDecay = weightDecay;
}

/// <summary>An optimizer with a setting beside those of its base class.</summary>
/// <param name="beta1">How much of the mean gradient stays from step to step.</param>
/// <param name="beta2">How much of the mean square stays from step to step.</param>
[Configurable]
public sealed partial class DoubleMomentum([Setting("beta_1")] float beta1, [Setting("beta_2")] float beta2) : Momentum(0.01f, beta1);
