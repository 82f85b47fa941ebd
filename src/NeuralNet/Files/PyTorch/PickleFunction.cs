namespace NeuralNet;

/// <summary>The functions that the pickle of a state dict calls.</summary>
internal enum PickleFunction
{
    /// <summary><c>collections.OrderedDict</c>, without arguments.</summary>
    OrderedDict,

    /// <summary><c>torch._utils._rebuild_tensor_v2</c>: a view of a storage.</summary>
    RebuildTensor,

    /// <summary><c>torch._utils._rebuild_parameter</c>: a tensor that is trained.</summary>
    RebuildParameter,
}
