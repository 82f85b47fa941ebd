using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// Gradient descent: w ← w − lr·g. With momentum: m ← momentum·m − lr·g, w ← w + m; with Nesterov's, w ← w + momentum·m − lr·g.
/// The learning rate is inside the velocity, as in Keras and unlike PyTorch. Keras: optimizers/sgd.py.
/// </summary>
public sealed class SGD : Optimizer
{
    private readonly float momentum;
    private readonly bool nesterov;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.01 by default.</param>
    /// <param name="momentum">How much of the last step goes into the next, from 0 (none, the default) to 1.</param>
    /// <param name="nesterov">Whether to step from where the momentum leads; false by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is not between 0 and 1.</exception>
    public SGD(LearningRateSchedule? learningRate = null, float momentum = 0, bool nesterov = false)
        : base(learningRate ?? 0.01f)
    {
        this.momentum = Require.Fraction(momentum);
        this.nesterov = nesterov;
        SlotNames = momentum == 0 ? [] : ["momentum"];
    }

    /// <inheritdoc/>
    protected internal override string ClassName => "SGD";

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; }

    /// <inheritdoc/>
    public override bool IgnoresZeroGradients => momentum == 0;

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
        if (momentum == 0)
            TensorPrimitives.MultiplyAdd(gradient, -state.LearningRate, value, value);
        else
            UpdateLoop.Run(value, gradient, new MomentumRule(state.LearningRate, momentum, nesterov), state.Slot(0));
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("momentum", momentum);
        configuration.Set("nesterov", nesterov);
    }

    internal static SGD From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration),
        configuration.GetSingle("momentum", 0),
        configuration.GetBoolean("nesterov", false));

    private readonly struct MomentumRule(float learningRate, float momentum, bool nesterov) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            Vector<float> push = gradient * learningRate;
            slots.First = slots.First * momentum - push;
            value += nesterov ? slots.First * momentum - push : slots.First;
        }
    }
}
