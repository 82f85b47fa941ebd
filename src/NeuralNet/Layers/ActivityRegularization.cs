using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// A penalty on what a layer puts out, divided by the number of samples (Keras: layers/layer.py, <c>activity_regularizer</c>).
/// </summary>
internal static class ActivityRegularization
{
    /// <summary>Takes the penalty of the outputs as the frame's.</summary>
    public static void SetPenalty(Regularizer regularizer, Frame frame) =>
        frame.Penalty = regularizer.Penalty(frame.Output.Data) / frame.BatchSize;

    /// <summary>
    /// Adds the penalty's gradient to that of the values before the activation, which lies in the output gradient already: a loss
    /// that fuses with the activation leaves no other place for it.
    /// </summary>
    public static void AddGradient(Regularizer regularizer, Activation activation, Frame frame)
    {
        float[] gradient = frame.Scratch(0, frame.Output.Shape).Data;
        gradient.AsSpan().Clear();
        regularizer.AddGradient(frame.Output.Data, gradient);
        TensorPrimitives.Multiply(gradient, 1f / frame.BatchSize, gradient);
        ActivationPass.Backward(activation, frame.PreActivation.Data, frame.Output.Data, gradient, frame.Output.Shape.Last);
        TensorPrimitives.Add(frame.OutputGradient.Data, gradient, frame.OutputGradient.Data);
    }
}
