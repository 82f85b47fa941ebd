using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = Π inputs, element by element; along axes of size 1, values are repeated (<see cref="MergeLayer"/>). The gradient of an input is
/// the gradient of the output times the other inputs. A step that is padding in one input is the product of the others; a step that is
/// padding in every input is 0. Keras: layers/merging/multiply.py.
/// </summary>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class Multiply(string? name = null) : MergeLayer(name)
{
    private protected override float? NeutralElement => 1;

    private protected override void Merge(Frame frame, Span<float> output)
    {
        Operand(frame, 0).CopyTo(output);
        for (int i = 1; i < frame.Inputs.Count; i++)
            TensorPrimitives.Multiply(output, Operand(frame, i), output);
        if (frame.OutputMask is { } mask)
            FillPadding(output, mask.Data, 0);
    }

    private protected override void PutGradient(Frame frame, int input, Span<float> gradient)
    {
        frame.OutputGradient.Data.CopyTo(gradient);
        for (int i = 0; i < frame.Inputs.Count; i++)
        {
            if (i != input)
                TensorPrimitives.Multiply(gradient, Operand(frame, i), gradient);
        }
    }
}
