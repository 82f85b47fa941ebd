using System.Numerics;

namespace NeuralNet;

/// <summary>
/// Keras's reading of labels for the hinge losses: if all of a batch are 0 or 1, they become −1 and 1; otherwise they are left as
/// they are (losses/losses.py, <c>convert_binary_labels_to_hinge</c>).
/// </summary>
internal readonly record struct HingeLabels(bool AreBinary)
{
    public static HingeLabels Of(ReadOnlySpan<float> target) => new(!target.ContainsAnyExcept(0f, 1f));

    public Vector<float> Convert(Vector<float> label) => AreBinary ? label * 2 - Vector<float>.One : label;
}
