using System.Reflection;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra.Tests;

public sealed class InternalsTests
{
    [Fact]
    public void Only_the_tests_see_internals() => Assert.Equal(
        ["NeuralNet.LinearAlgebra.Tests"],
        typeof(SimdLinearAlgebraProvider).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend =>
            friend.AssemblyName));
}
