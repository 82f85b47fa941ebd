using System.Runtime.InteropServices;
using System.Text;

namespace NeuralNet.Mpi;

/// <summary>
/// Short messages outside the exchanges: a rank tells the others that it has failed, or that it is waiting, so that ranks that wait for
/// each other can determine which one is silent. The caller holds <see cref="MpiWorld.Gate"/>.
/// </summary>
internal sealed unsafe class Notices(int rank, int size, MpiLibrary mpi)
{
    private const int Tag = 1;

    /// <summary>The number of bytes of a message, which MPI sends without waiting for its receiver.</summary>
    private const int Length = 1024;

    private readonly byte* buffer = (byte*)NativeMemory.AllocZeroed(Length);
    private int next;

    /// <summary>The kinds of messages. The numbers are a part of the messages.</summary>
    public enum Kind : byte
    {
        /// <summary>The rank has left because of an exception.</summary>
        Failed = 1,

        /// <summary>The rank is waiting for others.</summary>
        Waiting = 2,
    }

    /// <summary>Begins to send a message to all other ranks.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="text">A text, which is cut to the length of a message.</param>
    /// <returns>The requests, which the caller may complete (<see cref="AreSent"/>).</returns>
    public nint[] Send(Kind kind, string text)
    {
        // MPI reads the message until it is sent, which nobody may wait for; so it is never freed.
        byte* message = (byte*)NativeMemory.AllocZeroed(Length);
        message[0] = (byte)kind;
        Encoding.UTF8.GetEncoder().Convert(text, new Span<byte>(message + 1, Length - 2), flush: true, out _, out _, out _);
        nint* requests = (nint*)NativeMemory.AllocZeroed((nuint)size, (nuint)sizeof(nint));
        for (int i = 0; i < size; i++)
        {
            if (i != rank)
                mpi.BeginSend(message, Length, i, Tag, requests + i);
        }

        return [.. Enumerable.Range(0, size).Where(i => i != rank).Select(i => (nint)(requests + i))];
    }

    /// <summary>Tests requests, and returns whether all messages were sent.</summary>
    public bool AreSent(nint[] requests)
    {
        bool areSent = true;
        for (int i = 0; i < requests.Length; i++)
        {
            if (requests[i] == 0)
                continue;
            int error = mpi.Test((nint*)requests[i], out bool isSent);
            if (isSent || error != 0)
                requests[i] = 0;
            else
                areSent = false;
        }

        return areSent;
    }

    /// <summary>Receives a message, if one has arrived from the next rank in turn.</summary>
    public bool TryReceive(out int sender, out Kind kind, out string text)
    {
        (sender, kind, text) = (next, default, "");
        next = (next + 1) % size;
        if (sender == rank || !mpi.HasArrived(sender, Tag))
            return false;
        mpi.Receive(buffer, Length, sender, Tag);
        kind = (Kind)buffer[0];
        text = Marshal.PtrToStringUTF8((nint)(buffer + 1)) ?? "";
        return true;
    }
}
