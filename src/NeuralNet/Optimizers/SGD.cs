using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// Gradient descent: w ← w − lr·g. With momentum: m ← momentum·m − lr·g, w ← w + m; with Nesterov's, w ← w + momentum·m − lr·g.
/// The learning rate is inside the velocity, as in Keras and unlike PyTorch. Keras: optimizers/sgd.py.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.01 by default.</param>
/// <param name="momentum">The fraction of a step that is added to the next, from 0 (none, the default) to 1.</param>
/// <param name="nesterov">A value indicating whether Nesterov's momentum is used; false by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The momentum is not between 0 and 1.</exception>
[Configurable]
public sealed partial class SGD(LearningRateSchedule? learningRate = null, float momentum = 0, bool nesterov = false)
    : Optimizer(learningRate ?? 0.01f)
{
    private readonly float momentum = Require.Fraction(momentum);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = momentum == 0 ? [] : ["momentum"];

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
